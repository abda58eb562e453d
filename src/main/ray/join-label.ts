/** The node label that marks a join of ours on the head. Its value is fresh for each join; it also is in `joinLabelVariable`. */
export const joinLabelKey = 'io.raybar/join';

/** In the environment of every process of a join (Ray hands it down): how leftovers are recognised. */
export const joinLabelVariable = 'RAYBAR_JOIN_LABEL';
