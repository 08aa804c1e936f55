package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

class AssessmentsTest {
    private static final Agreements AGREEMENTS = Agreements.load(Country.load());

    private static Resource changed(String file, String right, String wrong) throws IOException {
        String text = new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
        assertThat(text).contains(right);
        return new ByteArrayResource(text.replace(right, wrong).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return file;
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "residual: low|residual: high|stays high",
                "reviewOn: 2027-12-31|reviewOn: 2029-12-31|within two years",
                "approvedOn: 2026-01-01|approvedOn: 2028-01-01|before it was approved",
                "es: Condenas para certificados de antecedentes|fr: Condamnations|has no Spanish",
                "likelihood: medium|likelihood: some|is wrong"
            })
    void aMistakeInAnAssessmentIsFoundWithTheFile(String right, String wrong, String sentence) throws IOException {
        Resource file = changed("assessments/convictions.yaml", right, wrong);
        assertThatThrownBy(() -> Assessments.read(AGREEMENTS.catalogue(), List.of(file), List.of()))
                .hasMessageContaining("assessments/convictions.yaml")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "personal: police-register|personal: nothing|no ground 'nothing'",
                "criminal: police-register|secret: police-register|no class 'secret'",
                "keptDays: 183||either keptDays or keptByLaw"
            })
    void aMistakeInWhatAServiceSaysIsFoundToo(String right, String wrong, String sentence) throws IOException {
        Resource file = changed("processing/policerecords.certificate.yaml", right, wrong == null ? "" : wrong);
        assertThatThrownBy(() -> Assessments.read(AGREEMENTS.catalogue(), List.of(), List.of(file)))
                .hasMessageContaining(sentence);
    }

    @Test
    void anAgreementThatGrantsSensitiveDataIsReadOnlyWithAnAssessment() throws IOException {
        Resource file = changed("agreements/police-convictions.yaml", "id: police-convictions", "id: police-curiosity");
        assertThatThrownBy(() -> new AgreementFiles(Country.load())
                        .read(new ClassPathResource("exchange/catalogue.yaml"), List.of(file)))
                .hasMessageContaining("no impact assessment in assessments/ covers 'police-curiosity'");
    }
}
