// Makes calls through UCloud's Go SDK: one JSON line in (see driver.ts), one JSON line out.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ucloud/ucloud-sdk-go/services/uaccount"
	"github.com/ucloud/ucloud-sdk-go/services/ucdn"
	"github.com/ucloud/ucloud-sdk-go/ucloud"
	"github.com/ucloud/ucloud-sdk-go/ucloud/auth"
	uerr "github.com/ucloud/ucloud-sdk-go/ucloud/error"
	"github.com/ucloud/ucloud-sdk-go/ucloud/log"
	"github.com/ucloud/ucloud-sdk-go/ucloud/request"
	"github.com/ucloud/ucloud-sdk-go/ucloud/response"
)

type command struct {
	Client struct {
		BaseUrl, PublicKey, PrivateKey, ProjectId, Region, SecurityToken string
		MaxRetries, TimeoutS                                             int
		Encoder                                                          string
	}
	Action  string
	Params  json.RawMessage
	Times   int
	Generic bool
}

type failure struct {
	Type      string `json:"type"`
	Message   string `json:"message"`
	RetCode   *int   `json:"retCode"`
	RequestId string `json:"requestId"`
}

type result struct {
	Answer    any      `json:"answer,omitempty"`
	Failure   *failure `json:"failure,omitempty"`
	Lacking   string   `json:"lacking,omitempty"`
	ElapsedMs int64    `json:"elapsedMs"`
}

// invoke makes one typed request of the params and sends it `times` times.
type invoke func(params json.RawMessage, times int, encoder request.Encoder) (response.Common, error)

func typed[Q request.Common, A response.Common](fresh func() Q, send func(Q) (A, error)) invoke {
	return func(params json.RawMessage, times int, encoder request.Encoder) (response.Common, error) {
		req := fresh()
		if err := json.Unmarshal(params, req); err != nil {
			return nil, err
		}
		if encoder != nil {
			req.SetEncoder(encoder)
		}
		var answer A
		var err error
		for range make([]struct{}, times) {
			answer, err = send(req)
		}
		return answer, err
	}
}

// generic calls any action by its name.
func generic(cdn *ucdn.UCDNClient, action string, params json.RawMessage) result {
	var payload map[string]any
	if err := json.Unmarshal(params, &payload); err != nil {
		return failed(err, nil)
	}
	payload["Action"] = action
	req := cdn.NewGenericRequest()
	if err := req.SetPayload(payload); err != nil {
		return failed(err, nil)
	}
	answer, err := cdn.GenericInvoke(req)
	if err != nil {
		return failed(err, answer)
	}
	return result{Answer: answer.GetPayload()}
}

// failed tells what the SDK tells of an error; `answer` has the request id.
func failed(err error, answer response.Common) result {
	told := failure{Type: fmt.Sprintf("%T", err), Message: err.Error()}
	var sdk uerr.Error
	if errors.As(err, &sdk) {
		told.Type, told.Message = sdk.Name(), sdk.Message()
		if uerr.IsCodeError(err) {
			code := sdk.Code()
			told.RetCode = &code
			told.RequestId = answer.GetRequestUUID()
		}
	}
	return result{Failure: &told}
}

func actions(cfg *ucloud.Config, credential *auth.Credential) map[string]invoke {
	cdn, account := ucdn.NewClient(cfg, credential), uaccount.NewClient(cfg, credential)
	return map[string]invoke{
		"PrefetchNewUcdnDomainCache":        typed(cdn.NewPrefetchNewUcdnDomainCacheRequest, cdn.PrefetchNewUcdnDomainCache),
		"DescribeNewUcdnPrefetchCacheTask":  typed(cdn.NewDescribeNewUcdnPrefetchCacheTaskRequest, cdn.DescribeNewUcdnPrefetchCacheTask),
		"RefreshNewUcdnDomainCache":         typed(cdn.NewRefreshNewUcdnDomainCacheRequest, cdn.RefreshNewUcdnDomainCache),
		"DescribeNewUcdnRefreshCacheTask":   typed(cdn.NewDescribeNewUcdnRefreshCacheTaskRequest, cdn.DescribeNewUcdnRefreshCacheTask),
		"GetUcdnDomainPrefetchEnable":       typed(cdn.NewGetUcdnDomainPrefetchEnableRequest, cdn.GetUcdnDomainPrefetchEnable),
		"GetUcdnDomainPrefetchRefreshState": typed(cdn.NewGetUcdnDomainPrefetchRefreshStateRequest, cdn.GetUcdnDomainPrefetchRefreshState),
		"GetUcdnDomainInfoList":             typed(cdn.NewGetUcdnDomainInfoListRequest, cdn.GetUcdnDomainInfoList),
		"GetUcdnDomainConfig":               typed(cdn.NewGetUcdnDomainConfigRequest, cdn.GetUcdnDomainConfig),
		"UpdateUcdnDomainStatus":            typed(cdn.NewUpdateUcdnDomainStatusRequest, cdn.UpdateUcdnDomainStatus),
		"GetProjectList":                    typed(account.NewGetProjectListRequest, account.GetProjectList),
	}
}

func run(line []byte) result {
	var call command
	if err := json.Unmarshal(line, &call); err != nil {
		return failed(err, nil)
	}
	cfg := ucloud.NewConfig()
	cfg.LogLevel = log.PanicLevel
	cfg.BaseUrl, cfg.ProjectId, cfg.Region = call.Client.BaseUrl, call.Client.ProjectId, call.Client.Region
	cfg.MaxRetries = call.Client.MaxRetries
	if call.Client.TimeoutS > 0 {
		cfg.Timeout = time.Duration(call.Client.TimeoutS) * time.Second
	}
	credential := auth.NewCredential()
	credential.PublicKey, credential.PrivateKey = call.Client.PublicKey, call.Client.PrivateKey
	credential.SecurityToken = call.Client.SecurityToken

	if call.Generic {
		return generic(ucdn.NewClient(&cfg, &credential), call.Action, call.Params)
	}
	invoke, known := actions(&cfg, &credential)[call.Action]
	if !known {
		return result{Lacking: "the SDK has no " + call.Action}
	}
	var encoder request.Encoder
	if call.Client.Encoder == "json" {
		encoder = request.NewJSONEncoder(&cfg, &credential)
	}
	answer, err := invoke(call.Params, call.Times, encoder)
	if err != nil {
		return failed(err, answer)
	}
	return result{Answer: answer}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		started := time.Now()
		done := run(line)
		done.ElapsedMs = time.Since(started).Milliseconds()
		if err := out.Encode(done); err != nil {
			panic(err)
		}
	}
}
