import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.github.houbb.sensitive.word.support.ignore.SensitiveWordCharIgnores;
import com.github.houbb.sensitive.word.support.resultcondition.WordResultConditions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** houbb's sensitive-word with all it has against evasion: SensitiveWordIds WORDS < messages > ids */
final class SensitiveWordIds {
  public static void main(String[] arguments) throws IOException {
    List<String> words = Files.readAllLines(Path.of(arguments[0]));
    SensitiveWordBs matcher = SensitiveWordBs.newInstance()
        .wordDeny(() -> words)
        .wordAllow(List::of)
        .ignoreCase(true)
        .ignoreWidth(true)
        .ignoreNumStyle(true)
        .ignoreChineseStyle(true)
        .ignoreEnglishStyle(true)
        .ignoreRepeat(true)
        .charIgnore(SensitiveWordCharIgnores.specialChars())
        .wordResultCondition(WordResultConditions.englishWordMatch())
        .init();
    JsonFactory json = new JsonFactory();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = input.readLine()) != null; ) {
      String id = null;
      String text = null;
      try (JsonParser parser = json.createParser(line)) {
        parser.nextToken();
        for (String field; (field = parser.nextFieldName()) != null; ) {
          String value = parser.nextTextValue();
          if (field.equals("id")) id = value;
          if (field.equals("text")) text = value;
        }
      }
      if (matcher.contains(text)) System.out.println(id);
    }
  }
}
