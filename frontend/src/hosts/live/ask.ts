/** Questions to Python and their answers, as messages of the widget. */
import type { Reply, Row } from '../../contract/declaration';
import { freshId } from '../../base/registry';

interface Answer {
  id?: string;
  said?: string;
  refused?: string;
  file?: { name: string; type: string };
}

/** How a live widget's model asks; the answer comes with the id of its question. */
export function asker(model: any): (question: Row) => Promise<Reply> {
  return (question) =>
    new Promise((resolve, reject) => {
      const id = freshId();
      const hear = (answer: Answer, buffers: BlobPart[] = []) => {
        if (answer?.id !== id) return;
        model.off('msg:custom', hear);
        const { said = '', refused, file } = answer;
        if (refused) reject(new Error(refused));
        else resolve({ said, file: file && asFile(file, buffers) });
      };
      model.on('msg:custom', hear);
      model.send({ ...question, id });
    });
}

function asFile({ name, type }: { name: string; type: string }, buffers: BlobPart[]) {
  return { name, type, content: new Blob(buffers.slice(0, 1), { type }) };
}
