import cn.ucloud.common.client.DefaultClient;
import cn.ucloud.common.config.Config;
import cn.ucloud.common.credential.Credential;
import cn.ucloud.common.exception.RetCodeException;
import cn.ucloud.common.request.Request;
import cn.ucloud.uaccount.client.UAccountClient;
import cn.ucloud.ucdn.client.UCDNClient;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes calls through UCloud's Java SDK: one JSON line in (see driver.ts), one JSON line out. */
public class Driver {
  private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long startedMs = System.currentTimeMillis();
      JsonObject result = run(new JsonParser().parse(line).getAsJsonObject());
      result.addProperty("elapsedMs", System.currentTimeMillis() - startedMs);
      out.println(GSON.toJson(result));
    }
  }

  private static JsonObject run(JsonObject command) {
    JsonObject result = new JsonObject();
    JsonObject settings = command.getAsJsonObject("client");
    String action = command.get("action").getAsString();
    if (command.get("generic").getAsBoolean()) {
      result.addProperty("lacking", "the SDK has no call for any action, such as " + action);
      return result;
    }
    try {
      Config config = new Config();
      config.setBaseUrl(text(settings, "baseUrl"));
      config.setProjectId(text(settings, "projectId"));
      config.setRegion(text(settings, "region"));
      if (settings.has("timeoutS")) config.setTimeout(settings.get("timeoutS").getAsInt());
      if (settings.has("maxRetries")) config.setMaxRetries(settings.get("maxRetries").getAsInt());
      Credential credential = new Credential(text(settings, "publicKey"), text(settings, "privateKey"));
      try (DefaultClient client =
          action.equals("GetProjectList")
              ? new UAccountClient(config, credential)
              : new UCDNClient(config, credential)) {
        Request request = requestOf(client, action, command.getAsJsonObject("params"));
        if (settings.has("requestRetries")) request.withMaxRetries(settings.get("requestRetries").getAsInt());
        Method send = client.getClass().getMethod(methodName(action), request.getClass());
        Object answer = null;
        for (int i = 0; i < command.get("times").getAsInt(); i++) answer = send.invoke(client, request);
        result.add("answer", GSON.toJsonTree(answer));
      }
    } catch (ClassNotFoundException e) {
      result.addProperty("lacking", "the SDK has no " + action);
    } catch (InvocationTargetException e) {
      result.add("failure", failureOf(e.getCause()));
    } catch (Exception e) {
      result.add("failure", failureOf(e));
    }
    return result;
  }

  private static String methodName(String action) {
    return Character.toLowerCase(action.charAt(0)) + action.substring(1);
  }

  /** The typed request of an action, filled through its setters. */
  private static Request requestOf(DefaultClient client, String action, JsonObject params) throws Exception {
    String models = client instanceof UAccountClient ? "cn.ucloud.uaccount.models." : "cn.ucloud.ucdn.models.";
    Request request = (Request) Class.forName(models + action + "Request").getConstructor().newInstance();
    for (Map.Entry<String, JsonElement> param : params.entrySet()) {
      for (Method method : request.getClass().getMethods()) {
        if (!method.getName().equals("set" + param.getKey())) continue;
        method.invoke(request, (Object) GSON.fromJson(param.getValue(), method.getGenericParameterTypes()[0]));
        break;
      }
    }
    return request;
  }

  private static JsonObject failureOf(Throwable error) {
    JsonObject failure = new JsonObject();
    failure.addProperty("type", error.getClass().getSimpleName());
    Throwable cause = error.getCause();
    failure.addProperty("message", error.getMessage() + (cause == null ? "" : ": " + cause));
    boolean isRetCode = error instanceof RetCodeException;
    failure.addProperty("retCode", isRetCode ? ((RetCodeException) error).getRetCode() : null);
    failure.addProperty("requestId", isRetCode ? ((RetCodeException) error).getRequestId() : null);
    return failure;
  }

  private static String text(JsonObject object, String name) {
    return object.has(name) ? object.get(name).getAsString() : null;
  }
}
