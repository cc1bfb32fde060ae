import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

// The watch itself: each kind of fault must be seen, or the other browser tests would prove nothing.
const PAGES: Record<string, string> = {
  '/saine': '<h1>Été</h1><script nonce="n">document.querySelector("h1").dataset.vu = "oui"</script>',
  '/csp': '<h1>Page</h1><script>document.title = "interdit"</script>',
  '/console': '<h1>Page</h1><script nonce="n">console.error("avarie")</script>',
  '/erreur': '<h1>Page</h1><script nonce="n">throw new Error("avarie")</script>',
  '/ailleurs': '<h1>Page</h1><img alt="" src="http://fonts.example.org/x.png">',
  '/inaccessible': '<h1>Page</h1><img src="/x.svg"><input>',
};

let serveur: Server;
let base: string;

beforeAll(async () => {
  serveur = createServer((requete, reponse) => {
    reponse.setHeader(
      'content-security-policy',
      "default-src 'self'; script-src 'nonce-n'; img-src 'self' http://fonts.example.org",
    );
    if (requete.url === '/x.svg')
      reponse.setHeader('content-type', 'image/svg+xml').end('<svg xmlns="http://www.w3.org/2000/svg"/>');
    else if (requete.url === '/favicon.ico') reponse.writeHead(204).end();
    else
      reponse
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(
          `<!doctype html><html lang="fr"><head><title>Essai</title></head><body><main>${PAGES[requete.url ?? ''] ?? ''}</main></body></html>`,
        );
  });
  await new Promise<void>((ecoute) => serveur.listen(0, '127.0.0.1', ecoute));
  const adresse = serveur.address();
  base = `http://127.0.0.1:${adresse !== null && typeof adresse === 'object' ? adresse.port : 0}`;
});

afterAll(() => new Promise((ferme) => serveur.close(ferme)));

describe('a visited page', () => {
  test('without fault passes, and its allowed script has run', async () => {
    const visite = await visiter(base);
    await visite.page.goto('/saine');
    expect(await visite.page.getAttribute('h1', 'data-vu')).toBe('oui');
    await verifierAccessibilite(visite.page);
    await visite.fermer();
  });

  test.each([
    ['/csp', /Content Security Policy/],
    ['/console', /avarie/],
    ['/erreur', /error in the page: avarie/],
    ['/ailleurs', /request to another host: http:\/\/fonts\.example\.org/],
  ])('%s: the fault is seen and fails the test', async (chemin, attendu) => {
    const visite = await visiter(base);
    await visite.page.goto(chemin, { waitUntil: 'networkidle' });
    expect(visite.incidents.join('\n')).toMatch(attendu);
    await expect(visite.fermer()).rejects.toThrow(/faults seen by the browser/);
  });

  test('a fault announced beforehand is tolerated', async () => {
    const visite = await visiter(base);
    visite.tolerer(/avarie/);
    await visite.page.goto('/console', { waitUntil: 'networkidle' });
    await visite.fermer();
  });

  test('an inaccessible page fails, with the elements at fault', async () => {
    const visite = await visiter(base);
    await visite.page.goto('/inaccessible');
    await expect(verifierAccessibilite(visite.page)).rejects.toThrow(/image-alt[\s\S]*label/);
    await visite.fermer();
  });
});
