/**
 * Makes the `token` function of the clients: reads the file at every call, so that a replaced token is taken up. `null`: no token.
 * Rejects with token-file-unreadable (missing, not allowed, empty).
 */
export declare function tokenReader(tokenFile: string | null): () => Promise<string | null>;
