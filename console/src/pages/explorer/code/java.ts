import { javaQuoted as quoted } from './quoting.ts';
import { formParameters, variables, type SampleCall } from './sample.ts';

/** For a JDK of 17 or newer and nothing else: `java Call.java`. The vendor's SDK has no call for any action. */
export function javaCode(call: SampleCall): string {
  const puts = formParameters(call).map((parameter) => {
    const value = 'variable' in parameter ? `environment(${quoted(parameter.variable)})` : quoted(parameter.value);
    return `        parameters.put(${quoted(parameter.name)}, ${value});\n`;
  });
  return `// java Call.java (JDK 17 or newer)
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

public class Call {
    public static void main(String[] args) throws Exception {
        SortedMap<String, String> parameters = new TreeMap<>();
${puts.join('')}
        // Names and values sorted by name, the private key behind them.
        StringBuilder signed = new StringBuilder();
        parameters.forEach((name, value) -> signed.append(name).append(value));
        signed.append(environment(${quoted(variables.privateKey)}));
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(signed.toString().getBytes(StandardCharsets.UTF_8));
        parameters.put("Signature", HexFormat.of().formatHex(digest));

        String form = parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(${quoted(`${call.endpoint}/`)}))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        System.out.write(answer.body());
        System.out.println();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String environment(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException(name + " is not set");
        return value;
    }
}
`;
}
