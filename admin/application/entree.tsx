/** The script of the back-office. */
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { Application } from '#admin/application/application.tsx';

const app = document.getElementById('app');
if (app)
  createRoot(app).render(
    <BrowserRouter>
      <Application />
    </BrowserRouter>,
  );
