import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.github.houbb.sensitive.word.bs.SensitiveWordBs;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** houbb's sensitive-word: a trie of the words over characters. The contract is in ../README.md. */
final class SensitiveWord {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  public static void main(String[] arguments) throws IOException {
    boolean isFolded = arguments.length == 4 && arguments[3].equals("--folded");
    SensitiveWordBs matcher = build(Files.readAllLines(Path.of(arguments[0])), isFolded);

    long cpu = SYSTEM.getProcessCpuTime();
    long begin = System.nanoTime();
    long messages = 0;
    long flagged = 0;
    JsonFactory json = new JsonFactory();
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[1]));
        BufferedWriter answers = Files.newBufferedWriter(Path.of(arguments[2]))) {
      for (String line; (line = lines.readLine()) != null; messages++) {
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
        boolean isFlagged = matcher.contains(text);
        if (isFlagged) flagged++;
        answers.write("{\"id\":\"" + id + "\",\"flagged\":" + isFlagged + "}\n");
      }
    }
    System.out.printf(Locale.ROOT, "{\"messages\":%d,\"flagged\":%d,\"cpu_seconds\":%f,\"wall_seconds\":%f}%n",
        messages, flagged, (SYSTEM.getProcessCpuTime() - cpu) * 1e-9, (System.nanoTime() - begin) * 1e-9);
  }

  /** With the normalizations that it offers for writing a word otherwise, and no others. */
  private static SensitiveWordBs build(List<String> words, boolean isFolded) {
    return SensitiveWordBs.newInstance()
        .wordDeny(() -> words)
        .wordAllow(List::of)
        .ignoreCase(!isFolded)
        .ignoreWidth(!isFolded)
        .ignoreChineseStyle(!isFolded)
        .ignoreNumStyle(false)
        .ignoreEnglishStyle(false)
        .ignoreRepeat(false)
        .init();
  }
}
