import { Link } from 'react-router-dom';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/types.ts';
import { BoutonFerme, Pourquoi, useRaisons } from '#admin/ui/pourquoi.tsx';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

/** What the page itself closes: the reader opens it by going on. */
const deLaPage = (raison: string): RefusExplique => ({
  raison,
  fondements: [],
  remedy: { qui: 'vous-même, sur cette page', personnes: [], comment: null },
});

/** Buttons of a page; those that are closed stay visible and say why. */
export function Boutons({
  boutons,
  agir,
}: {
  boutons: readonly BoutonMontre[];
  agir: (nom: string) => void;
}) {
  const raisonDe = useRaisons();
  const fermes = boutons.flatMap(({ nom, libelle, empeche, pourquoi }) =>
    empeche ? [{ nom, libelle, pourquoi: pourquoi ?? deLaPage(empeche) }] : [],
  );
  const classe = ({ principale, danger }: BoutonMontre) =>
    `bouton${principale ? ' bouton--principal' : danger ? ' bouton--danger-leger' : ''}`;
  return (
    <>
      <div className="actions">
        {boutons.map((bouton) => {
          const { nom, libelle, empeche, href } = bouton;
          if (empeche)
            return (
              <BoutonFerme key={nom} classe={classe(bouton)} raison={raisonDe(nom)}>
                {libelle}
              </BoutonFerme>
            );
          return href ? (
            <Link key={nom} className={classe(bouton)} to={href}>
              {libelle}
            </Link>
          ) : (
            <button key={nom} type="button" className={classe(bouton)} onClick={() => agir(nom)}>
              {libelle}
            </button>
          );
        })}
      </div>
      <Pourquoi actes={fermes} raisonDe={raisonDe} />
    </>
  );
}
