import type { XmlElement } from '../../xml/index.ts';
import type { PreparedFilter } from '../message.ts';

/** Reads a filter's configuration (its root element; undefined for a filter without a file) once. */
export type FilterSimulation = (root: XmlElement | undefined) => PreparedFilter;
