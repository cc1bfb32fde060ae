import { Fragment } from 'react';
import type { Conseil } from '#src/domain/delegation/habilitation/conseils.ts';
import type { RoleDeService } from '#src/kernel/roles.ts';

/** Advice, said once for all the roles: which one will be chosen is not known when the page is made. */
export function Conseils({
  conseils,
  roles,
}: Readonly<{ conseils: readonly Conseil[]; roles: readonly RoleDeService[] }>) {
  if (conseils.length === 0) return null;
  return (
    <div className="champ__indice">
      <ul className="liste-liens">
        {conseils.map(({ role, message }) => (
          <li key={`${role} ${message}`}>
            <strong>{roles.find(({ code }) => code === role)?.libelle ?? role}</strong> – Conseil : {message}
          </li>
        ))}
      </ul>
      <p>
        Ce n’est qu’un conseil, et une même personne peut cumuler les rôles. Source :{' '}
        {[...new Set(conseils.map(({ source }) => source))].join(' ; ')}.
      </p>
    </div>
  );
}

/** What is left, before one is refused: the figures are those the quotas rule answers today. */
export function PlacesPrises({ places }: Readonly<{ places: readonly string[] }>) {
  if (places.length === 0) return null;
  return (
    <div className="champ__indice">
      <p>Places prises aujourd’hui, demandes en attente comprises :</p>
      <ul className="liste-liens">
        {places.map((place) => (
          <li key={place}>{place}</li>
        ))}
      </ul>
    </div>
  );
}

/** What each role does. */
export function Roles({ roles }: Readonly<{ roles: readonly RoleDeService[] }>) {
  return (
    <dl className="definitions">
      {roles.map(({ code, libelle, description, valideParLaCaf }) => (
        <Fragment key={code}>
          <dt>{libelle}</dt>
          <dd>
            {description}
            {valideParLaCaf && ' Votre Caf doit d’abord valider son habilitation.'}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
