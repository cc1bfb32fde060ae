import type { RequestHandler, Response } from 'express';

const achevees = new WeakSet<Response>();

/** Under the session, which ends the answer only once it has tried to save itself. */
export const noterLaFin: RequestHandler = (_req, res, next) => {
  const finir = res.end.bind(res) as (...parametres: unknown[]) => Response;
  res.end = ((...parametres: unknown[]) => {
    achevees.add(res);
    return finir(...parametres);
  }) as Response['end'];
  next();
};

/** Whether all the answer was given to be sent: an error that comes later is not its own. */
export const estAchevee = (res: Response): boolean => achevees.has(res);
