// The least that a tray app can be in Electron: what Raybar is compared with.
const { app, Menu, nativeImage, Tray } = require('electron');

const blackDot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAG0lEQVR42mNkYPhfz0ABYBw1YNSAUQMGiwEAyRkP8Z1hZ1IAAAAASUVORK5CYII=';

let tray = null;

async function start() {
  await app.whenReady();
  app.dock?.hide();
  tray = new Tray(nativeImage.createFromDataURL(blackDot));
  tray.setToolTip('Bare');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', role: 'quit' }]));
}

app.on('window-all-closed', () => {});
void start();
