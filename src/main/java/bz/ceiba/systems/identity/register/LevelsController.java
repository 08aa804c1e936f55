package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.PublicPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What each level of assurance asks for, of the proof of who somebody is and of the way he signs in: for everybody to read. */
@Controller
@PublicPage
class LevelsController {
    @GetMapping("/identity/levels")
    Html levels() {
        List<ShownLevel> levels = Arrays.stream(Assurance.values())
                .map(level -> new ShownLevel(level.name().toLowerCase(Locale.ROOT), Acr.of(level)))
                .toList();
        return Html.of("identity/levels").with("levels", levels);
    }
}
