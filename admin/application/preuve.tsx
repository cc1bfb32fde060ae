import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { SESSION_EXPIREE, confierLaPreuve } from '#admin/ui/api.ts';
import { Icone } from '#admin/ui/icones.tsx';

/** Field the server reads the password from. */
const CHAMP = 'preuve-mot-de-passe';
const INJOIGNABLE = 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.';

/** Sends the password. @returns null when the server took it, else the French sentence to show */
async function confirmer(motDePasse: string): Promise<string | null> {
  try {
    const reponse = await fetch('/confirmation', {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ [CHAMP]: motDePasse }),
      credentials: 'same-origin',
      redirect: 'manual',
    });
    if (reponse.ok) return null;
    if (reponse.status === 401) window.dispatchEvent(new CustomEvent(SESSION_EXPIREE));
    const { erreur } = (await reponse.json()) as { erreur?: { message?: string } };
    return erreur?.message ?? INJOIGNABLE;
  } catch {
    return INJOIGNABLE;
  }
}

/**
 * The dialog « Confirmez votre mot de passe », over the screen the act was asked from: what was typed stays
 * where it is, and the act
 * goes on once the password is right. Escape gives up.
 */
export function DemandeDePreuve() {
  const boite = useRef<HTMLDialogElement>(null);
  const champ = useRef<HTMLInputElement>(null);
  const repondre = useRef<((prouve: boolean) => void) | undefined>(undefined);
  const [motDePasse, setMotDePasse] = useState('');
  const [erreur, setErreur] = useState<string | null>(null);
  const [envoi, setEnvoi] = useState(false);
  const id = useId();
  useEffect(
    () =>
      confierLaPreuve(
        () =>
          new Promise<boolean>((resoudre) => {
            repondre.current = resoudre;
            setMotDePasse('');
            setErreur(null);
            boite.current?.showModal();
            champ.current?.focus();
          }),
      ),
    [],
  );
  const finir = (prouve: boolean) => {
    boite.current?.close();
    setMotDePasse('');
    repondre.current?.(prouve);
    repondre.current = undefined;
  };
  const valider = async (evenement: FormEvent) => {
    evenement.preventDefault();
    if (envoi) return;
    setEnvoi(true);
    const refus = await confirmer(motDePasse);
    setEnvoi(false);
    if (refus === null) return finir(true);
    setErreur(refus);
    champ.current?.focus();
  };
  return (
    <dialog
      ref={boite}
      className="preuve"
      aria-labelledby={`${id}-titre`}
      aria-describedby={`${id}-texte`}
      onCancel={(evenement) => {
        evenement.preventDefault();
        finir(false);
      }}
    >
      <form onSubmit={(evenement) => void valider(evenement)} noValidate>
        <h2 id={`${id}-titre`}>Confirmez votre mot de passe</h2>
        <p id={`${id}-texte`}>
          Cette action est sensible et vous avez saisi votre mot de passe il y a longtemps. Votre saisie est
          conservée&nbsp;: elle sera enregistrée juste après.
        </p>
        <div className={`champ${erreur ? ' champ--erreur' : ''}`}>
          <label htmlFor={`${id}-champ`}>Mot de passe</label>
          <input
            ref={champ}
            id={`${id}-champ`}
            name={CHAMP}
            type="password"
            autoComplete="current-password"
            required
            value={motDePasse}
            maxLength={1000}
            aria-invalid={erreur ? true : undefined}
            aria-describedby={erreur ? `${id}-erreur` : undefined}
            onChange={({ target }) => setMotDePasse(target.value)}
          />
          {erreur && (
            <p className="champ-erreur" id={`${id}-erreur`} role="alert">
              <Icone nom="alerte" /> {erreur}
            </p>
          )}
        </div>
        <div className="formulaire-actions">
          <button type="button" className="bouton" onClick={() => finir(false)}>
            Renoncer
          </button>
          <button type="submit" className="bouton bouton--principal" disabled={envoi}>
            Confirmer et continuer
          </button>
        </div>
      </form>
    </dialog>
  );
}
