// An Electron that shows pages and knows nothing of Raybar: render-window.ts tells it which.
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
app.on('ready', () => {
  const shell = new BrowserWindow({
    width: 360,
    height: 420,
    useContentSize: true,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  void shell.loadFile(require('node:path').join(__dirname, 'blank.html'));
});
