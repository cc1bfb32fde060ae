import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Declaration, EvenementDeclaration } from '#src/domain/declaration/declaration.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Account of the person exported and erased. */
export const ZOE = randomUUID();
const PAUL = randomUUID();

/** Her address. */
export const MAIL = 'zoe.lambert@exemple.fr';

/** Zoé works for two partners, in two Caf, and was an agent; Paul is named beside her. */
export const peupler = definirCommande({
  nom: 'essai.peupler',
  droit: ['Caf', 'creer'],
  saisie: z.object({}),
  async executer(unite) {
    const { em } = unite;
    const poser = <Fiche extends object>(fiche: Fiche): Fiche => {
      em.persist(fiche);
      return fiche;
    };
    for (const [id, courriel] of [
      [ZOE, MAIL],
      [PAUL, 'paul.roux@exemple.fr'],
    ]) {
      await em.execute(
        "insert into compte (id, courriel, empreinte_mot_de_passe, sessions_valides_depuis, cree_le) values (?, ?, 'argon2', now(), now())",
        [id, courriel],
      );
    }
    for (const caf of ['451', '974'])
      poser(
        em.create(Caf, {
          id: caf,
          nom: `Caf ${caf}`,
          fuseauHoraire: caf === '974' ? 'Indian/Reunion' : 'Europe/Paris',
        }),
      );
    await em.execute("insert into type_equipement values ('RAM', 'Ram', 1)");
    const organisme = poser(
      em.create(Organisme, { siren: '123456782', raisonSociale: 'Commune', forme: 'commune' }),
    );
    for (const caf of ['451', '974']) {
      const partenaire = poser(
        em.create(Partenaire, { caf, organisme, nom: `Commune ${caf}`, prefixe: 'COM' }),
      );
      for (const [compte, nom, prenom, courriel] of [
        [ZOE, 'Lambert', 'Zoé', MAIL],
        [PAUL, 'Roux', 'Paul', 'paul.roux@exemple.fr'],
      ] as const) {
        poser(
          em.create(Utilisateur, {
            caf,
            partenaire,
            compte,
            identifiant: `${prenom}${caf}`,
            nom,
            prenom,
            courriel,
            telephone: '06 01 02 03 04',
            ouvertLe: '2024-01-01',
            closLe: compte === ZOE && caf === '974' ? '2026-03-02' : null,
            groupes: [],
          }),
        );
      }
      if (caf === '974') continue;
      const formulaire = poser(
        em.create(FormulaireEligibilite, {
          caf,
          partenaire,
          servicesDemandes: [],
          administrateurNom: 'Lambert',
          administrateurPrenom: 'Zoé',
          administrateurCourriel: MAIL.toUpperCase(),
          administrateurTelephone: '06 01 02 03 04',
          referentCnilNom: 'Roux',
          referentCnilPrenom: 'Paul',
          referentCnilCourriel: 'paul.roux@exemple.fr',
        }),
      );
      poser(
        em.create(Convention, {
          caf,
          partenaire,
          formulaire,
          numero: 'C1',
          missionGenerale: 'Accueil dirigé par Zoé Lambert',
          du: '2024-01-01',
          au: '2025-01-01',
          signeePartenairePar: 'Zoé Lambert',
        }),
      );
      const equipement = poser(
        em.create(Equipement, { caf, partenaire, type: 'RAM', nom: 'Ram', ouvertLe: '2024-01-01' }),
      );
      const conventionnement = poser(
        em.create(Conventionnement, {
          caf,
          partenaire,
          equipement,
          du: '2024-01-01',
          au: '2027-01-01',
          animateurs: [],
        }),
      );
      const declaration = poser(
        em.create(Declaration, {
          caf,
          partenaire,
          equipement,
          conventionnement,
          exercice: 2024,
          perennite: 'reelle',
          formulaire: 'ram',
          formulaireVersion: '1.0.0',
          formulaireEmpreinte: 'x',
          donneesActivite: {},
          donneesFinances: {},
          transmisePar: ZOE,
        }),
      );
      for (const acteur of ['Zoé Lambert', 'Votre Caf'])
        poser(
          em.create(EvenementDeclaration, {
            caf,
            partenaire,
            declaration,
            type: 'transmise',
            le: unite.maintenant,
            par: ZOE,
            acteur,
          }),
        );
    }
    poser(
      em.create(AgentCaf, {
        caf: '451',
        compte: ZOE,
        nom: 'Petit',
        prenom: 'Zoé',
        courriel: 'zoe.petit@caf.example',
        profil: 'gestionnaire',
        ouvertLe: '2020-01-01',
        closLe: '2021-01-01',
      }),
    );
    poser(
      em.create(Courriel, {
        cafId: null,
        destinataire: MAIL,
        objet: 'Bienvenue',
        corps: 'Bonjour Zoé, http://x/invitation?jeton=secret-abc',
        creeLe: unite.maintenant,
      }),
    );
    await em.flush();
    await em.execute(
      "insert into jeton (id, genre, compte_id, empreinte, expire_le, cree_le) values (gen_random_uuid(), 'invitation', ?, 'x', now(), now())",
      [ZOE],
    );
    await em.execute("insert into sessions.session (sid, sess, expire) values ('s', ?, now())", [
      JSON.stringify({ compteId: ZOE }),
    ]);
    await unite.decider({
      jeu: 'presence',
      date: '2025-12-31',
      faits: { debutOuverture: '2025-01-01', finOuverture: '2026-01-01' },
      sujet: { type: 'Essai', id: ZOE },
      cafId: '451',
      partenaireId: null,
    });
  },
});

/** Gives her another name wherever she is a user. */
export const renommer = definirCommande({
  nom: 'essai.renommer',
  droit: ['Caf', 'creer'],
  saisie: z.object({}),
  async executer(unite) {
    for (const zoe of await unite.em.find(Utilisateur, { compte: ZOE })) zoe.nom = 'Lambert-Diaz';
  },
});
