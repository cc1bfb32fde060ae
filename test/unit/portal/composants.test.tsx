import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import {
  ChampCases,
  ChampTexte,
  Formulaire,
  Page,
  Tableau,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { rendreFragment, rendrePage } from '#src/portal/rendu.ts';

const contexte: ContextePage = {
  ressources: { css: '/a.css', js: '/a.js', icone: '/a.svg' },
  chemin: '/partenaire/utilisateurs?page=2',
  personne: { nom: 'BAILLET', prenom: 'Chantal' },
  convention: { numero: '2170001', organisme: 'MAIRIE DE BRIARE' },
  menus: [
    {
      libelle: 'Gestion des habilitations',
      entrees: [{ libelle: 'Mes utilisateurs', href: '/partenaire/utilisateurs' }],
    },
  ],
  messages: [{ ton: 'succes', texte: 'Les habilitations ont été créées avec succès.' }],
};
const rendre = (element: ReactElement) => rendreFragment(element).replace(/[\u00a0\u202f]/g, ' ');

describe('a field', () => {
  it('ties its label, hint and error to its control', () => {
    const html = rendre(
      <ChampTexte
        nom="nom"
        libelle="Nom :"
        indice="Tel qu’à l’état civil"
        erreur="Nom : ce champ est obligatoire."
        requis
      />,
    );
    expect(html).toContain('for="nom"');
    expect(html).toMatch(
      /<input[^>]*id="nom"[^>]*required=""[^>]*aria-invalid="true"[^>]*aria-describedby="nom-indice nom-erreur"/,
    );
    expect(html).toContain('id="nom-erreur"');
  });

  it('of several choices is a group with a legend, keeping what was ticked', () => {
    const html = rendre(
      <ChampCases
        nom="groupes"
        libelle="Groupe"
        valeurs={['B']}
        choix={[
          { valeur: 'A', libelle: 'a' },
          { valeur: 'B', libelle: 'b', indice: 'ouvre b' },
        ]}
      />,
    );
    expect(html).toMatch(/<fieldset[^>]*id="groupes"/);
    expect(html).toMatch(/<input[^>]*id="groupes-B"[^>]*aria-describedby="groupes-B-indice" checked=""/);
    expect(html).not.toMatch(/<input[^>]*id="groupes-A"[^>]*checked/);
  });
});

describe('a form shown again', () => {
  it('lists what is to correct, each line leading to its field, and says so in the title of the page', () => {
    const erreurs = [
      { champ: 'nom', message: 'Nom : obligatoire.' },
      { champ: '', message: 'Réessayez.' },
    ];
    const html = rendrePage(
      <Page contexte={contexte} titre="Créer un utilisateur" enErreur>
        <Formulaire action="/x" erreurs={erreurs}>
          …
        </Formulaire>
      </Page>,
    );
    expect(html).toContain('<title>Erreur : Créer un utilisateur – Mon Compte Partenaire</title>');
    expect(html).toContain('2 points à corriger');
    expect(html).toContain('<a href="#nom">');
    expect(html).toContain('role="alert"');
  });
});

describe('a page', () => {
  const html = rendrePage(
    <Page contexte={contexte} titre="Liste des utilisateurs" fil={[{ libelle: 'Mes utilisateurs' }]}>
      corps
    </Page>,
  );

  it('carries neither inline style nor inline script: the content security policy forbids them', () => {
    expect(html).not.toMatch(/ style=| on[a-z]+="|<style|<script(?![^>]* src=)/);
  });

  it('leaves by POST, marks the current menu entry, shows the convention and the breadcrumb', () => {
    expect(html).toMatch(/<form method="post" action="\/deconnexion">/);
    expect(html).toMatch(/href="\/partenaire\/utilisateurs" aria-current="page"/);
    expect(html.replace(/[\u00a0]/g, ' ')).toContain('Convention sélectionnée :</dt><dd>2170001');
    expect(html).toMatch(/Partenaires<\/a><\/li><li><span aria-current="page">Mes utilisateurs/);
  });

  it('closes a message without JavaScript by a link to itself', () => {
    expect(html).toMatch(/<a class="alerte__fermer" href="\/partenaire\/utilisateurs\?page=2"/);
  });
});

describe('a table', () => {
  it('has a caption, headers with a scope, and says by what it is sorted', () => {
    const html = rendre(
      <Tableau
        legende="Personnes"
        colonnes={[
          { cle: 'nom', titre: 'Nom', enteteLigne: true, triable: true, rendu: (ligne: string) => ligne },
          { cle: 'age', titre: 'Âge', rendu: () => '?' },
        ]}
        lignes={['Ada']}
        cle={(ligne) => ligne}
        tri={{ cle: 'nom', sens: 'asc' }}
        lienTri={({ cle, sens }) => `?tri=${cle}&sens=${sens}`}
      />,
    );
    expect(html).toContain('<caption>Personnes</caption>');
    expect(html).toMatch(
      /<th scope="col" role="columnheader" aria-sort="ascending"><a[^>]*href="\?tri=nom&amp;sens=desc"/,
    );
    expect(html).toMatch(/<th scope="row" role="rowheader" data-libelle="Nom">Ada/);
  });

  it('says why it is empty instead of showing headers alone', () => {
    const html = rendre(
      <Tableau legende="Personnes" colonnes={[]} lignes={[]} cle={() => ''} vide={<p>Personne.</p>} />,
    );
    expect(html).toBe('<p>Personne.</p>');
  });
});
