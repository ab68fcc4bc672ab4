import { Machine } from './machine/machine.ts';
import { Sink } from './sink.ts';

const idle: Sink[] = [];

/** A sink that nobody uses: one that was returned, as the memory of a new one costs as much as reading ten chunks. */
export const takeSink = (): Sink => idle.pop() ?? new Sink(new Machine());

/** Hands on a sink of which nothing is needed any more. */
export const returnSink = (sink: Sink): void => {
  idle.push(sink);
};
