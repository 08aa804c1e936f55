package bz.ceiba.platform.cases;

import bz.ceiba.platform.notifications.NoticePreviews.Preview;
import java.util.List;
import java.util.Map;

/**
 * One of a service's notices as people will read it.
 *
 * @param when the steps at which it is sent, by their titles
 * @param languages the notice in each language, English first
 */
public record ShownNotice(String template, List<String> when, Map<String, Preview> languages) {}
