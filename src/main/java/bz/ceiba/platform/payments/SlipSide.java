package bz.ceiba.platform.payments;

import java.util.List;
import java.util.Map;

/** What stands on a voucher's slip in one language. */
public record SlipSide(String language, String title, Map<String, String> facts, List<String> hints) {}
