import type { ClientRequest } from 'node:http';

/**
 * Makes an error of an answer that switches protocols, which nobody asked for: Node would end the connection and say
 * nothing, neither an answer nor an error. https://nodejs.org/api/http.html#event-upgrade
 */
export function refuseUpgrade(request: ClientRequest): void {
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    request.emit('error', new Error('the server switched to another protocol'));
  });
}
