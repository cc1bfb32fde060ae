import type { ReactNode } from 'react';
import type { Courriel } from '#src/kernel/courriel.ts';
import {
  EtatVide,
  ListeResume,
  PagePublique,
  type MessageFlash,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';
import { instantFr } from '#src/kernel/francais.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{
    courriels: readonly Pick<Courriel, 'id' | 'destinataire' | 'objet' | 'corps' | 'creeLe'>[];
    origine: string;
  }>;

const AVERTISSEMENT: MessageFlash = {
  ton: 'information',
  texte:
    'Aucun message ne part : aucun serveur d’envoi n’est configuré. Ils se lisent ici, sans connexion, pour que chacun puisse suivre les invitations. Cette page n’existe pas en production.',
};

/**
 * `/courriels`, demonstration only: the mails the application would have sent, with their links. @param
 * origine our public origin
 */
export function PageCourriels({ courriels, origine, ...page }: Props) {
  return (
    <PagePublique {...page} titre="Boîte d’envoi de la démonstration" messages={[AVERTISSEMENT]}>
      {courriels.length === 0 && (
        <EtatVide titre="Aucun message">
          Invitez un utilisateur ou demandez un nouveau mot de passe : le message apparaîtra ici.
        </EtatVide>
      )}
      {courriels.map(({ id, destinataire, objet, corps, creeLe }, rang) => (
        <article key={id} aria-labelledby={`courriel-${id}`}>
          {rang > 0 && <hr />}
          <h2 id={`courriel-${id}`}>{objet}</h2>
          <ListeResume
            lignes={[
              { terme: 'À', valeur: destinataire },
              { terme: 'Le', valeur: instantFr(creeLe) },
            ]}
          />
          {corps.split('\n\n').map((paragraphe, rang) => (
            <p key={rang}>{avecLiens(paragraphe, origine)}</p>
          ))}
        </article>
      ))}
    </PagePublique>
  );
}

/** Links of ours become clickable, on the address the reader came by. */
function avecLiens(texte: string, origine: string): ReactNode[] {
  return texte.split(/(https?:\/\/\S+)/).map((morceau, rang) => {
    if (!morceau.startsWith(`${origine}/`)) return morceau;
    return (
      <a key={rang} href={morceau.slice(origine.length)}>
        {morceau}
      </a>
    );
  });
}
