import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { secretBox, type SecretBox } from '#src/domain/acces/compte/secret-box.ts';
import type { Champs } from '#src/http/held-form.ts';
import { TRACE_EN_MINUTES, type SessionTerminee } from '#src/server/session/magasin.ts';

/** A form that was refused because its session had ended. */
export interface HeldForm {
  /** Address it was sent to. */
  readonly action: string;
  readonly champs: Champs;
  /** Space of the account it was sent from. */
  readonly profil?: string;
  /** Epoch milliseconds. */
  readonly le: number;
}
export interface StoredForm extends HeldForm {
  readonly id: string;
}

/** Held for one account at a time; the oldest makes room. */
export const HELD_FORMS_PER_ACCOUNT = 5;

const Contenu = z.object({
  action: z.string(),
  champs: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  profil: z.string().optional(),
  le: z.number(),
});

/**
 * Forms held for an hour. Their key is drawn from the server's secret and from the identifier of the session
 * they were sent
 * with: neither the table nor the server alone opens them, only a request that presents that session's
 * cookie.
 */
export class HeldForms {
  constructor(
    private readonly pool: Pool,
    private readonly secret: string,
  ) {}

  async deposer({ sid, compteId, profil }: SessionTerminee, form: Omit<HeldForm, 'profil'>): Promise<void> {
    const id = randomUUID();
    await this.pool.query('insert into sessions.envoi (id, compte_id, corps) values ($1, $2, $3)', [
      id,
      compteId,
      this.fermer(sid, compteId, { ...form, id, profil }),
    ]);
    await this.pool.query(
      `delete from sessions.envoi where compte_id = $1 and id not in (
      select id from sessions.envoi where compte_id = $1 order by depose_le desc limit $2)`,
      [compteId, HELD_FORMS_PER_ACCOUNT],
    );
  }

  /** What the session of that identifier may open, the latest first. */
  async lister(sid: string, compteId: string): Promise<readonly StoredForm[]> {
    const { rows } = await this.pool.query<{ id: string; corps: string }>(
      `select id, corps from sessions.envoi where compte_id = $1 and depose_le > now() - make_interval(mins => $2)
       order by depose_le desc`,
      [compteId, TRACE_EN_MINUTES],
    );
    return rows.flatMap(({ id, corps }) => {
      const clair = heldFormBox(this.secret, sid).ouvrir(corps, liaison(id, compteId));
      return clair ? [{ id, ...Contenu.parse(JSON.parse(clair.toString('utf8'))) }] : [];
    });
  }

  /**
   * The person signs in again: what his former session sent is opened by the new one, and by it only.
   * @returns how many
   */
  async suivre(ancien: string, nouveau: string, compteId: string): Promise<number> {
    const forms = await this.lister(ancien, compteId);
    for (const form of forms) {
      await this.pool.query('update sessions.envoi set corps = $3 where id = $1 and compte_id = $2', [
        form.id,
        compteId,
        this.fermer(nouveau, compteId, form),
      ]);
    }
    return forms.length;
  }

  /** @returns false when this account has no such form held */
  async retirer(id: string, compteId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'delete from sessions.envoi where id = $1 and compte_id = $2',
      [id, compteId],
    );
    return rowCount === 1;
  }

  private fermer(sid: string, compteId: string, { id, ...form }: StoredForm): string {
    return heldFormBox(this.secret, sid).fermer(Buffer.from(JSON.stringify(form)), liaison(id, compteId));
  }
}

/** Closes and opens what was sent with one session. */
export const heldFormBox = (secret: string, sid: string): SecretBox => secretBox(secret, `envois:${sid}`);

/** Moved to another row or to another account, an entry cannot be opened. */
export const liaison = (id: string, compteId: string): string => `${compteId}:${id}`;
