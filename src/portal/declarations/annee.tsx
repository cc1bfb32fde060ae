import type { AnneeDeLEquipement, CaseDeLAnnee } from '#src/domain/declaration/annee.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { Carte, Tableau, type Colonne } from '#src/portal/composants/index.ts';
import { dateFr, dernierJour, jourFr } from '#src/kernel/francais.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { nomDuConventionnement } from '#src/portal/declarations/dire.ts';

type PropsAnnee = Readonly<{
  annee: AnneeDeLEquipement;
  equipement: string;
  /** Time zone of the Caf. */
  fuseau: string;
  /** The declaration shown on the page: not a link to itself. */
  ici?: string;
  id?: string;
}>;

type Perennite = AnneeDeLEquipement['perennites'][number] & Readonly<{ lue: CaseDeLAnnee | null }>;

/** The year of an equipment: what was declared of each conventionnement, pérennité by pérennité. */
export function CarteDeLAnnee({ annee, equipement, fuseau, ici, id = 'annee' }: PropsAnnee) {
  return (
    <Carte titre={`L’année ${annee.exercice} de ${equipement}`} id={id} classe="annee">
      {annee.lignes.map((ligne) => (
        <Tableau
          key={ligne.conventionnement.id}
          legende={nomDuConventionnement(ligne.conventionnement)}
          dense
          colonnes={colonnes(fuseau, ici)}
          cle={({ perennite }) => perennite}
          classeLigne={({ lue }) => (lue?.transmiseLe ? undefined : 'annee__sans-chiffre')}
          lignes={annee.perennites.map(
            (une): Perennite => ({ ...une, lue: ligne.cases[une.perennite] ?? null }),
          )}
        />
      ))}
      {annee.lignes.length === 0 && <p>Aucun conventionnement validé cette année-là.</p>}
    </Carte>
  );
}

function colonnes(fuseau: string, ici: string | undefined): Colonne<Perennite>[] {
  const chiffre = (
    cle: 'charges' | 'etp' | 'mois' | 'estimation',
    titre: string,
    type: 'euro' | 'decimal',
  ): Colonne<Perennite> => ({ cle, titre, nombre: true, rendu: ({ lue }) => ecrire(type, lue?.[cle]) });
  return [
    {
      cle: 'perennite',
      titre: 'Pérennité',
      enteteLigne: true,
      rendu: ({ lue, libelle }) =>
        lue && lue.id !== ici ? <a href={cheminDe(lue.id)}>{libelle}</a> : libelle,
    },
    {
      cle: 'etat',
      titre: 'État',
      rendu: (une) => (
        <span>
          {une.lue?.etatLibelle ?? 'Pas commencée'}
          <span className="precision">{quand(une, fuseau)}</span>
        </span>
      ),
    },
    chiffre('charges', 'Charges', 'euro'),
    chiffre('etp', 'Etp', 'decimal'),
    chiffre('mois', 'Mois', 'decimal'),
    chiffre('estimation', 'Estimation', 'euro'),
    {
      cle: 'ecart',
      titre: 'Écart',
      nombre: true,
      rendu: ({ lue }) => `${signe(lue?.ecart ?? null)}${ecrire('euro', lue?.ecart)}`,
    },
  ];
}

/** The day it was transmitted, else the days on which it may be. */
function quand({ lue, campagne }: Perennite, fuseau: string): string {
  if (lue?.transmiseLe) return `Transmise le ${jourFr(lue.transmiseLe, fuseau)}`;
  return campagne
    ? `Campagne du ${dateFr(campagne.ouvreLe)} au ${dernierJour(campagne.fermeLe)}`
    : 'Campagne pas encore ouverte par votre Caf';
}

const ecrire = (type: 'euro' | 'decimal', valeur: string | null | undefined): string =>
  valeur === null || valeur === undefined ? '–' : ecrireNombre(type, valeur);
const signe = (ecart: string | null): string =>
  ecart !== null && !ecart.startsWith('-') && Number(ecart) !== 0 ? '+' : '';
