package bz.ceiba.platform.audit;

/**
 * The root of a perfect subtree, as C2SP tlog-tiles cuts the tree.
 *
 * @param level how high it is in steps of eight: it is over 256^level leaves
 * @param index its number among those of its level, from 0
 */
record Subtree(int level, long index, byte[] hash) {
    /** How many of a level make one of the next. */
    static final int WIDTH = 256;

    /** Of how many of the tree's levels one of ours consists. */
    static final int HEIGHT = 8;
}
