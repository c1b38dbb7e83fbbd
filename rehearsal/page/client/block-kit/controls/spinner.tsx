/** Something is under way; the words around it say what. */
import './spinner.css';

export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}
