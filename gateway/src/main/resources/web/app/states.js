// Changes of state without further fields: one row at a time, or several rows of a list.

import { post } from "./data.js";
import { dialogButton, severalButton, t } from "./ui.js";

/**
 * The buttons for the changes that are possible now.
 *
 * @param kind the begin of the texts, `<kind>.<action>` and `<kind>.<action>.done`
 * @param list the path of the list, such as /v1/trainings
 * @param actions for each action the states in which it is possible
 * @param name the name of an object in the dialog
 */
export function stateButtons(kind, list, actions, name, one, region, done) {
  const possible = Object.keys(actions).filter((action) => actions[action].includes(one.state));
  return possible.map((action) => {
    const run = () => post(`${list}/${one.id}/${action}`).then(() => t(`${kind}.${action}.done`));
    return dialogButton(t(`${kind}.${action}`), region, { text: name(one), run }, done);
  });
}

/** The same for the chosen rows of a list. */
export function selectionOf(kind, list, actions, name) {
  const button = (action, chosen, done, region) => {
    const can = (one) => actions[action].includes(one.state);
    return severalButton(t(`${kind}.${action}`), region, chosen, { name, can, run: (one) => post(`${list}/${one.id}/${action}`) }, done);
  };
  return { name, actions: (chosen, done, region) => Object.keys(actions).map((action) => button(action, chosen, done, region)) };
}
