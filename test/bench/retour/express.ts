/** Express alone: reads the same form, answers the bytes it was given. A process of the bench. */
import express from 'express';
import type { AddressInfo } from 'node:net';

process.once('message', (octets: string) => {
  const serveur = express()
    .use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 5_000 }))
    .post('/{*chemin}', (_req, res) => {
      res.type('json').send(octets);
    })
    .listen(0, '127.0.0.1', () => {
      process.send?.(`http://127.0.0.1:${(serveur.address() as AddressInfo).port}`);
    });
});
process.on('disconnect', () => process.exit(0));
