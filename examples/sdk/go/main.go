// Warms URLs through UCloud's own SDK, waits until they have ended and tells what became of each.
//
//	export FOREWARM_ENDPOINT=http://127.0.0.1:8460 FOREWARM_PUBLIC_KEY=... FOREWARM_PRIVATE_KEY=...
//	go run . http://cdn.example.com/a http://cdn.example.com/b
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/ucloud/ucloud-sdk-go/services/ucdn"
	"github.com/ucloud/ucloud-sdk-go/ucloud"
	"github.com/ucloud/ucloud-sdk-go/ucloud/auth"
	uerr "github.com/ucloud/ucloud-sdk-go/ucloud/error"
)

// What may pass by itself: 110 timeout, 130 fault, 150 overload, 153 throttled, 605 queue full.
var passing = map[int]bool{110: true, 130: true, 150: true, 153: true, 605: true}

// again repeats a call: cfg.MaxRetries would leave these RetCodes and broken answers alone. Within 10 s
// a repeated submit is answered with the first one's TaskId.
func again(call func() error) error {
	for left := 3; ; left-- {
		err := call()
		if err == nil || left == 0 {
			return err
		}
		if uerr.IsCodeError(err) && !passing[err.(uerr.Error).Code()] {
			return err
		}
		time.Sleep(time.Second)
	}
}

func prefetch(client *ucdn.UCDNClient, urls []string) (ucdn.TaskInfo, error) {
	var task ucdn.TaskInfo
	submit := client.NewPrefetchNewUcdnDomainCacheRequest()
	submit.UrlList = urls
	describe := client.NewDescribeNewUcdnPrefetchCacheTaskRequest()
	err := again(func() error {
		answer, err := client.PrefetchNewUcdnDomainCache(submit)
		if err == nil {
			describe.TaskId = []string{answer.TaskId}
		}
		return err
	})
	if err != nil {
		return task, err
	}
	for {
		err := again(func() error {
			answer, err := client.DescribeNewUcdnPrefetchCacheTask(describe)
			if err == nil {
				task = answer.TaskList[0]
			}
			return err
		})
		// Only wait and process go on: a task may end as success, failure or unknow.
		if err != nil || (task.Status != "wait" && task.Status != "process") {
			return task, err
		}
		time.Sleep(time.Second)
	}
}

func main() {
	cfg := ucloud.NewConfig()
	cfg.BaseUrl = os.Getenv("FOREWARM_ENDPOINT")
	cfg.ProjectId = os.Getenv("FOREWARM_PROJECT_ID")
	cfg.Timeout = 5 * time.Second
	credential := auth.NewCredential()
	credential.PublicKey = os.Getenv("FOREWARM_PUBLIC_KEY")
	credential.PrivateKey = os.Getenv("FOREWARM_PRIVATE_KEY")

	task, err := prefetch(ucdn.NewClient(&cfg, &credential), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, url := range task.UrlLists {
		fmt.Println(url.Status, url.Url)
	}
	if task.Status != "success" {
		os.Exit(1)
	}
}
