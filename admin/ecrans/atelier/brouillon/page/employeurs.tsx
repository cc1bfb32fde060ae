import { Link, useNavigate } from 'react-router-dom';
import { ecran, type PageBrouillon } from '#admin/ecrans/atelier/brouillon/client.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { Icone } from '#admin/ui/icones.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';

/** The files that use these values: they are submitted, approved and put in force with them. */
export function Employeurs({ donnees: { brouillon, employeurs, peutEcrire } }: { donnees: PageBrouillon }) {
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  if (!employeurs) return null;
  const { fichiers, luParLApplication } = employeurs;
  if (fichiers.length === 0) {
    return (
      <div className={luParLApplication ? 'avis avis--info' : 'avis avis--attention'}>
        <Icone nom={luParLApplication ? 'info' : 'alerte'} />
        <p>
          {luParLApplication
            ? 'L’application lit ces valeurs elle-même : aucun autre fichier n’est à soumettre avec elles.'
            : 'Aucun fichier en vigueur n’emploie ces valeurs : les changer ne se verra nulle part.'}
        </p>
      </div>
    );
  }
  const reprendre = async (depuis: string) => {
    const { resultat, refus } = await ecran.poster('reprendre', {
      parametres: brouillon.id,
      depuis,
    });
    if (!resultat)
      return annoncer({ type: 'error', message: refus?.message ?? 'Le brouillon n’a pas été créé.' });
    naviguer(adresseDe('brouillon', { id: resultat.id }));
  };
  return (
    <section className="carte" aria-label="Fichiers qui emploient ces valeurs">
      <h2>
        {fichiers.length === 1
          ? 'Un fichier emploie ces valeurs'
          : `${fichiers.length} fichiers emploient ces valeurs`}
      </h2>
      <p>
        La soumission les emmène : leur nouvelle version, qui prend ces valeurs, est soumise, approuvée et
        mise en vigueur avec elles, ou aucune ne l’est.
      </p>
      <ul>
        {fichiers.map(
          ({ genre, jeu, numero, empreinte, cite, du, au, emmene, autresBrouillons, soumises }) => (
            <li key={`${empreinte} ${du ?? ''}`}>
              <Link to={adresseDe('regle', { genre, jeu })}>{jeu}</Link> {numero}, en vigueur{' '}
              {periode({ du, au })}, prend la {cite} :{' '}
              {emmene ? (
                <>
                  votre brouillon <Link to={adresseDe('brouillon', { id: emmene.id })}>{emmene.numero}</Link>{' '}
                  sera soumis avec celui-ci.
                </>
              ) : (
                <>
                  repris tel quel, seules ces valeurs changent.{' '}
                  {peutEcrire && (
                    <button type="button" className="bouton" onClick={() => void reprendre(empreinte)}>
                      Reprendre dans un brouillon
                    </button>
                  )}
                </>
              )}
              {autresBrouillons.map((autre) => (
                <p key={autre.id} className="aide">
                  {autre.auteur === null ? 'Un autre brouillon de vous' : `Un brouillon de ${autre.auteur}`} (
                  <Link to={adresseDe('brouillon', { id: autre.id })}>{autre.numero}</Link>) ne prend pas ces
                  valeurs : il sera à refaire à partir de la nouvelle version.
                </p>
              ))}
              {soumises.length > 0 && (
                <p className="aide">
                  En attente d’approbation : {soumises.join(', ')}. Ce qui sera approuvé en second sera
                  refusé, puisqu’il effacerait l’autre : attendez sa réponse, ou faites-le retirer.
                </p>
              )}
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
