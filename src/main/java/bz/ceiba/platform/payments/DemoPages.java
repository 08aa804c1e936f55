package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/** The page on which the payer types his card, as another company would have made it: not one of our templates. */
final class DemoPages {
    private static final Map<String, Map<String, String>> TEXTS = Map.of(
            "en",
            Map.ofEntries(
                    Map.entry("title", "Pay by card"),
                    Map.entry("demo", "Demonstration gateway: no money moves. Never type a real card number here."),
                    Map.entry("for", "For"),
                    Map.entry("amount", "Amount"),
                    Map.entry("card", "Card number"),
                    Map.entry("hint", "4242 4242 4242 4242 pays. 4000 0000 0000 0002 is declined."),
                    Map.entry("pay", "Pay"),
                    Map.entry("cancel", "Cancel and go back"),
                    Map.entry("problem", "There is a problem"),
                    Map.entry("declined", "The card was declined. Nothing was taken. Try another card."),
                    Map.entry("unknown", "Type one of the two test card numbers."),
                    Map.entry("other", "Español"),
                    Map.entry("code", "es")),
            "es",
            Map.ofEntries(
                    Map.entry("title", "Pagar con tarjeta"),
                    Map.entry(
                            "demo",
                            "Pasarela de demostración: no se mueve dinero. Nunca escriba aquí una tarjeta real."),
                    Map.entry("for", "Concepto"),
                    Map.entry("amount", "Importe"),
                    Map.entry("card", "Número de tarjeta"),
                    Map.entry("hint", "4242 4242 4242 4242 paga. 4000 0000 0000 0002 es rechazada."),
                    Map.entry("pay", "Pagar"),
                    Map.entry("cancel", "Cancelar y volver"),
                    Map.entry("problem", "Hay un problema"),
                    Map.entry("declined", "La tarjeta fue rechazada. No se cobró nada. Pruebe con otra tarjeta."),
                    Map.entry("unknown", "Escriba uno de los dos números de tarjeta de prueba."),
                    Map.entry("other", "English"),
                    Map.entry("code", "en")));

    String style() {
        return """
                body{margin:0;background:#f6f4ef;color:#1a1d21;font:400 19px/1.5 system-ui,"Noto Sans","DejaVu Sans",sans-serif}
                main{max-width:30rem;margin:30px auto;background:#fff;padding:20px 25px 30px;border:1px solid #c9cfd6;border-radius:4px}
                h1{font-size:29px;line-height:1.2;margin:10px 0 15px}.demo{background:#fff7e0;padding:10px 15px;font-size:16px}
                dl{display:grid;grid-template-columns:7em 1fr;margin:15px 0}dt,dd{margin:0;padding:8px 0;border-bottom:1px solid #c9cfd6}dt{font-weight:700}
                label{font-weight:700;display:block}.hint{color:#4d545c;font-size:16px;margin:0 0 5px}
                input{font:inherit;width:100%;box-sizing:border-box;padding:8px;border:2px solid #767d86;border-radius:4px}
                .error{border-left:5px solid #b3131f;padding-left:15px}#card-error{color:#b3131f;font-weight:700;margin:0 0 5px}
                .summary{border:5px solid #b3131f;padding:10px 15px;margin:0 0 20px}.summary h2{font-size:21px;margin:0}
                .summary a{color:#b3131f;font-weight:700}
                button{font:inherit;padding:10px 18px;border-radius:4px;margin:20px 10px 0 0;cursor:pointer}
                .pay{background:#1b6b45;color:#fff;border:2px solid #0f4029}.back{background:#fff;color:#12305c;border:2px solid #767d86}
                a{color:#1d4f91}a:focus,input:focus,button:focus{outline:3px solid #ffd23f;outline-offset:0;box-shadow:inset 0 0 0 2px #1a1d21}
                @media(max-width:600px){body{font-size:17px}main{margin:0;border:0}}
                """;
    }

    /**
     * @param typed what the payer had typed
     * @param problem the key of what was wrong, or empty
     */
    String form(DemoCheckout checkout, String language, String typed, String problem) {
        Map<String, String> t = java.util.Objects.requireNonNull(TEXTS.getOrDefault(language, TEXTS.get("en")));
        String money = Money.ofCents(checkout.cents()).toString();
        boolean wrong = !problem.isEmpty();
        String summary = wrong
                ? "<div class=\"summary\" role=\"alert\"><h2>" + t.get("problem") + "</h2><a href=\"#card\">"
                        + t.get(problem) + "</a></div>"
                : "";
        String message = wrong ? "<p id=\"card-error\">" + t.get(problem) + "</p>" : "";
        String described = wrong ? "card-hint card-error" : "card-hint";
        return "<!doctype html><html lang=\"" + (language.equals("es") ? "es" : "en") + "\"><head>"
                + "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<title>" + t.get("title")
                + "</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><main>"
                + "<p class=\"demo\">" + t.get("demo") + " <a href=\"?language=" + t.get("code") + "\">"
                + t.get("other")
                + "</a></p>" + summary + "<h1>" + t.get("title") + "</h1><dl><dt>" + t.get("for") + "</dt><dd>"
                + HtmlUtils.htmlEscape(checkout.description(), "UTF-8") + "</dd><dt>" + t.get("amount") + "</dt><dd>"
                + money
                + "</dd></dl><form method=\"post\" action=\"/checkout/" + checkout.id() + "?language=" + language
                + "\"><div class=\"" + (wrong ? "error" : "") + "\"><label for=\"card\">" + t.get("card")
                + "</label><p class=\"hint\" id=\"card-hint\">" + t.get("hint") + "</p>" + message
                + "<input id=\"card\" name=\"card\" inputmode=\"numeric\" autocomplete=\"off\" aria-describedby=\""
                + described + "\" value=\"" + HtmlUtils.htmlEscape(typed, "UTF-8") + "\"></div>"
                + "<button class=\"pay\" name=\"pay\" value=\"1\">" + t.get("pay") + " " + money + "</button>"
                + "<button class=\"back\" name=\"cancel\" value=\"1\">" + t.get("cancel")
                + "</button></form></main></body></html>";
    }
}
