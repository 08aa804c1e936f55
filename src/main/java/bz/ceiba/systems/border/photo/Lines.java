package bz.ceiba.systems.border.photo;

import java.util.ArrayList;
import java.util.List;

/** How lines of text lie in a picture: by the direction in which the strokes of letters gather in rows. */
final class Lines {
    private static final int SIZE = 600;
    private static final double MOST = 15;
    private static final double FINEST = 0.25;
    private static final int STROKE = 24;

    private Lines() {}

    /** By how many degrees, clockwise, the picture has to be turned for its lines to be level; they may then stand on their head. */
    static double slope(Grey picture) {
        Grey small = picture.shrunk(SIZE).evened(SIZE / 40);
        List<int[]> level = strokes(small, false);
        List<int[]> upright = strokes(small, true);
        double best = 0;
        double most = -1;
        for (double angle = -MOST; angle <= MOST; angle += FINEST) {
            double here = gathered(level, angle);
            double turned = gathered(upright, angle);
            if (here > most) {
                most = here;
                best = angle;
            }
            if (turned > most) {
                most = turned;
                best = angle + 90;
            }
        }
        return best;
    }

    /** Where it changes from dark to light along a line; turned by a quarter for lines that stand upright. */
    private static List<int[]> strokes(Grey small, boolean upright) {
        List<int[]> strokes = new ArrayList<>();
        for (int y = 1; y < small.height(); y++) {
            for (int x = 1; x < small.width(); x++) {
                int before = upright ? small.at(x, y - 1) : small.at(x - 1, y);
                if (Math.abs(small.at(x, y) - before) > STROKE) {
                    strokes.add(upright ? new int[] {small.height() - y, x} : new int[] {x, y});
                }
            }
        }
        return strokes;
    }

    private static double gathered(List<int[]> strokes, double degrees) {
        double sin = Math.sin(Math.toRadians(degrees));
        double cos = Math.cos(Math.toRadians(degrees));
        int[] rows = new int[SIZE * 4];
        for (int[] one : strokes) {
            rows[(int) Math.round(one[0] * sin + one[1] * cos) + SIZE * 2]++;
        }
        double sum = 0;
        for (int row : rows) {
            sum += (double) row * row;
        }
        return strokes.isEmpty() ? 0 : sum / strokes.size();
    }
}
