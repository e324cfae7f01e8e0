import cn.ucloud.common.config.Config;
import cn.ucloud.common.credential.Credential;
import cn.ucloud.common.exception.RetCodeException;
import cn.ucloud.common.exception.UCloudException;
import cn.ucloud.common.transport.DefaultTransport;
import cn.ucloud.ucdn.client.UCDNClient;
import cn.ucloud.ucdn.models.DescribeNewUcdnPrefetchCacheTaskRequest;
import cn.ucloud.ucdn.models.DescribeNewUcdnPrefetchCacheTaskResponse.TaskInfo;
import cn.ucloud.ucdn.models.PrefetchNewUcdnDomainCacheRequest;
import java.util.List;
import java.util.Set;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.HttpClients;

/**
 * Warms URLs through UCloud's own SDK, waits until they have ended and tells what became of each.
 *
 * <pre>
 * mvn dependency:copy-dependencies -DoutputDirectory=lib
 * export FOREWARM_ENDPOINT=http://127.0.0.1:8460 FOREWARM_PUBLIC_KEY=... FOREWARM_PRIVATE_KEY=...
 * java -cp 'lib/*' Prefetch.java http://cdn.example.com/a http://cdn.example.com/b
 * </pre>
 */
public class Prefetch {
  /** Only these go on: a task may end as success, failure or unknow. */
  private static final Set<String> UNENDED = Set.of("wait", "process");

  /** What may pass by itself: 110 timeout, 130 fault, 150 overload, 153 throttled, 605 queue full. */
  private static final Set<Integer> PASSING = Set.of(110, 130, 150, 153, 605);

  private interface Call<T> {
    T once() throws UCloudException;
  }

  /**
   * The SDK sends 4 times when no answer comes, but never on a RetCode. Each call needs a fresh request object:
   * one that was sent before carries its old Signature, which is refused (171).
   */
  private static <T> T again(Call<T> call) throws UCloudException, InterruptedException {
    for (int left = 3; ; left--) {
      try {
        return call.once();
      } catch (RetCodeException e) {
        if (left == 0 || !PASSING.contains(e.getRetCode())) throw e;
      }
      Thread.sleep(1000);
    }
  }

  public static void main(String[] urls) throws Exception {
    Config config = new Config();
    config.setBaseUrl(System.getenv("FOREWARM_ENDPOINT"));
    config.setProjectId(System.getenv("FOREWARM_PROJECT_ID"));
    Credential credential =
        new Credential(System.getenv("FOREWARM_PUBLIC_KEY"), System.getenv("FOREWARM_PRIVATE_KEY"));
    UCDNClient client = new UCDNClient(config, credential);
    // The SDK waits for ever: config.setTimeout has no effect.
    RequestConfig timeouts = RequestConfig.custom().setConnectTimeout(5000).setSocketTimeout(5000).build();
    DefaultTransport transport = new DefaultTransport(config.getBaseUrl(), config.getUserAgent());
    transport.setHttpClient(HttpClients.custom().setDefaultRequestConfig(timeouts).build());
    client.setTransport(transport);

    String taskId =
        again(
            () -> {
              PrefetchNewUcdnDomainCacheRequest request = new PrefetchNewUcdnDomainCacheRequest();
              request.setUrlList(List.of(urls));
              return client.prefetchNewUcdnDomainCache(request).getTaskId();
            });
    TaskInfo task;
    while (true) {
      task =
          again(
              () -> {
                DescribeNewUcdnPrefetchCacheTaskRequest request =
                    new DescribeNewUcdnPrefetchCacheTaskRequest();
                request.setTaskId(List.of(taskId));
                return client.describeNewUcdnPrefetchCacheTask(request).getTaskList().get(0);
              });
      if (!UNENDED.contains(task.getStatus())) break;
      Thread.sleep(1000);
    }
    task.getUrlLists().forEach(url -> System.out.println(url.getStatus() + " " + url.getUrl()));
    System.exit(task.getStatus().equals("success") ? 0 : 1);
  }
}
