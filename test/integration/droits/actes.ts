import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { lireProfils, type Profil } from '#src/domain/acces/compte/profils.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import { commencerDeclaration, enregistrerActivite, transmettre } from '#src/domain/declaration/commandes.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { creerUtilisateur, renvoyerInvitation } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { consultationOuverte } from '#src/server/garde/echeance.ts';
import { agent } from '#test/support/acteurs.ts';
import { activite, commencer, remplir, vider, type DeclarationFixture } from '../declaration/fixture.ts';

/** The profile the next request would have at an instant; null when the person may not come in. */
export async function profilA(
  fixture: DeclarationFixture,
  instant: string,
  { compteId }: Pick<ActeurPartenaire, 'compteId'>,
): Promise<(Profil & { readonly acteur: ActeurPartenaire }) | null> {
  fixture.horloge.regler(instant);
  const profil = (await lireProfils(fixture.orm.em.fork(), fixture, compteId))?.profils[0];
  return profil?.acteur.type === 'partenaire' ? { ...profil, acteur: profil.acteur } : null;
}

interface Tentative {
  readonly prepare: string;
  readonly instant: string;
  readonly registre: Registre;
  /** Whose registry decides; that of the base by default. */
  readonly executeur?: Executeur;
  /** Done between the preparation and the act. */
  readonly avant: () => Promise<unknown>;
}

/** The registry of the files, other values in the parameters of `echeance`, or of another file. */
export async function registreOu(
  valeurs: Readonly<Record<string, string>>,
  jeu = 'echeance',
): Promise<RegistreVivant> {
  const versions = (await preparerLivraison(new RuleFolder())).map((version) => {
    if (version.jeu !== jeu) return version;
    const contenu = JSON.parse(version.canonique) as {
      parametres: Record<string, { valeurs: { valeur: unknown }[] }>;
    };
    for (const [nom, valeur] of Object.entries(valeurs))
      for (const datee of contenu.parametres[nom]?.valeurs ?? []) datee.valeur = valeur;
    const canonique = canonicalize(contenu) ?? '';
    return {
      ...version,
      canonique,
      texte: canonique,
      empreinte: createHash('sha256').update(canonique).digest('hex'),
    };
  });
  return new RegistreVivant(versions);
}

/** The registry of the files without some of their versions, as a base that has not published them. */
export async function registreSans(...absentes: readonly string[]): Promise<RegistreVivant> {
  return new RegistreVivant(
    (await preparerLivraison(new RuleFolder())).filter(
      ({ jeu, numero }) => !absentes.includes(`${jeu} ${numero}`),
    ),
  );
}

/**
 * Does an act for real at an instant: null when it is done, else the name of what refuses it. Prepared when
 * everything was open.
 */
export async function tenter(
  fixture: DeclarationFixture,
  acte: ActeDuPartenaire,
  { prepare, instant, registre, executeur = fixture.executeur, avant }: Tentative,
): Promise<string | null> {
  fixture.horloge.regler(prepare);
  await vider(fixture);
  const declaration =
    acte === 'saisir' ? await commencer(fixture) : acte === 'transmettre' ? await remplir(fixture) : '';
  const autre = ['attribuer', 'inviter', 'deleguer', 'valider'].includes(acte)
    ? (await fixture.personne(`ACTE${randomUUID().slice(0, 6)}`)).utilisateurId
    : '';
  const demandee = randomUUID();
  if (acte === 'valider') {
    await fixture.sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
      values ($1, '451', $2, $3, 'CONSULTANT', 'activite', $4, '2026-03-01', 'en-attente-caf', $5, now())`,
      [demandee, fixture.partenaireId, autre, fixture.equipementId, fixture.administrateur.compteId],
    );
  }
  if (acte === 'inviter')
    await fixture.sql("update utilisateur set rattachement = 'en-attente' where id = $1", [autre]);
  await avant();
  const administrateur = fixture.administrateur.acteur();
  const qui = {
    consulter: fixture.collegue,
    saisir: fixture.directrice,
    commencer: fixture.directrice,
    attribuer: administrateur,
    transmettre: fixture.approbateur,
    'creer-utilisateur': administrateur,
    inviter: administrateur,
    deleguer: administrateur,
    valider: administrateur,
  }[acte];
  const profil = await profilA(fixture, instant, qui);
  if (!profil) return 'sans accès';
  const { acteur } = profil;
  const faire: Record<ActeDuPartenaire, () => Promise<unknown>> = {
    consulter: () =>
      new Promise((reussir, echouer) => {
        const garde = consultationOuverte({ registre, horloge: fixture.horloge });
        void Promise.resolve(garde({ acteur, identite: profil } as never, {} as never, reussir)).catch(
          echouer,
        );
      }),
    saisir: () =>
      executeur.executer(acteur, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: activite(fixture),
      }),
    commencer: () =>
      executeur.executer(acteur, commencerDeclaration, {
        conventionnement: fixture.conventionnementId,
        exercice: '2025',
        perennite: 'reelle',
      }),
    attribuer: () =>
      executeur.executer(acteur, affecterRole, {
        utilisateur: autre,
        role: 'CONSULTANT',
        du: jourDe(fixture, acteur),
        portee: 'activite',
        equipements: [fixture.equipementId],
      }),
    'creer-utilisateur': () =>
      executeur.executer(acteur, creerUtilisateur, {
        nom: 'ACTE',
        prenom: 'Essai',
        autrePersonne: 'oui',
        courriel: `${demandee}@commune.fr`,
        courrielConfirmation: `${demandee}@commune.fr`,
      }),
    inviter: () => executeur.executer(acteur, renvoyerInvitation, { id: autre }),
    deleguer: () =>
      executeur.executer(acteur, nommerResponsable, {
        titulaire: autre,
        roles: ['CONSULTANT'],
        equipements: [fixture.equipementId],
      }),
    valider: () =>
      executeur.executer({ ...agent(), fuseauHoraire: acteur.fuseauHoraire }, validerHabilitation, {
        id: demandee,
        version: 1,
      }),
    transmettre: async () => {
      const [{ version } = { version: 0 }] = await fixture.sql<{ version: number }>(
        'select version from declaration where id = $1',
        [declaration],
      );
      return executeur.executer(acteur, transmettre, { declaration, version });
    },
  };
  return faire[acte]().then(
    () => null,
    (erreur: unknown) => (erreur instanceof Error ? erreur.constructor.name : String(erreur)),
  );
}

const jourDe = ({ horloge }: DeclarationFixture, { fuseauHoraire }: ActeurPartenaire): string =>
  horloge.maintenant().toZonedDateTimeISO(fuseauHoraire).toPlainDate().toString();
