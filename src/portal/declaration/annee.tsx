import type { AnneeDeLEquipement, CaseDeLAnnee, LigneDeLAnnee } from '#src/domain/declaration/annee.ts';
import { ecrireNombre } from '#src/domain/declaration/restitution.ts';
import { Carte } from '#src/portal/composants/index.ts';
import { dateFr, dernierJour } from '#src/portal/format.ts';
import { cheminDe } from '#src/portal/declaration/chemins.ts';

type PropsAnnee = Readonly<{ annee: AnneeDeLEquipement; equipement: string; /** The declaration shown on the page: not a link to itself. */ ici?: string }>;

/** The year of an equipment: what was declared of each conventionnement, pérennité by pérennité. */
export function CarteDeLAnnee({ annee, equipement, ici }: PropsAnnee) {
  return (
    <Carte titre={`L’année ${annee.exercice} de ${equipement}`} id="annee">
      {annee.lignes.map((ligne) => <TableDeConventionnement key={ligne.conventionnement.id} annee={annee} ligne={ligne} ici={ici} />)}
    </Carte>
  );
}

/** « Conventionnement M-1, du 01/01/2024 au 31/12/2027 » */
const nomDe = ({ conventionnement: { numeroMaia, du, au } }: LigneDeLAnnee): string =>
  `Conventionnement ${numeroMaia ?? 'sans numéro'}, du ${dateFr(du)} au ${dernierJour(au)}`;

function TableDeConventionnement({ annee, ligne, ici }: Omit<PropsAnnee, 'equipement'> & Readonly<{ ligne: LigneDeLAnnee }>) {
  return (
    <div className="defilement" role="region" aria-label={nomDe(ligne)} tabIndex={0}>
      <table className="tableau tableau--defilement">
        <caption>{nomDe(ligne)}</caption>
        <thead>
          <tr>
            <th scope="col">Pérennité</th><th scope="col">État</th><th scope="col" className="nombre">Charges</th><th scope="col" className="nombre">Etp</th>
            <th scope="col" className="nombre">Mois</th><th scope="col" className="nombre">Estimation</th><th scope="col" className="nombre">Écart</th>
          </tr>
        </thead>
        <tbody>
          {annee.perennites.map(({ perennite, libelle }) => {
            const lue = ligne.cases[perennite];
            return (
              <tr key={perennite}>
                <th scope="row">{lue && lue.id !== ici ? <a href={cheminDe(lue.id)}>{libelle}</a> : libelle}</th>
                <td>{lue?.etatLibelle ?? 'Pas commencée'}</td>
                {chiffresDe(lue).map((texte, rang) => <td key={COLONNES[rang]} className="nombre">{texte}</td>)}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const COLONNES = ['charges', 'etp', 'mois', 'estimation', 'ecart'];

function chiffresDe(lue: CaseDeLAnnee | null): string[] {
  const ecrire = (type: 'euro' | 'decimal', valeur: string | null | undefined): string => (valeur === null || valeur === undefined ? '–' : ecrireNombre(type, valeur));
  const ecart = lue?.ecart ?? null;
  const signe = ecart !== null && !ecart.startsWith('-') && Number(ecart) !== 0 ? '+' : '';
  return [ecrire('euro', lue?.charges), ecrire('decimal', lue?.etp), ecrire('decimal', lue?.mois), ecrire('euro', lue?.estimation), `${signe}${ecrire('euro', ecart)}`];
}
