import type { Value } from '../form/values.ts';
import { doubleQuoted as quoted } from './quoting.ts';
import { variables, type SampleCall } from './sample.ts';
import { sdkCallOf } from './sdkcalls.ts';

/** For `ucloud-sdk-go`: its own call where it has one that sends all of this, else its call for any action. */
export function goCode(call: SampleCall): string {
  const sdkCall = sdkCallOf(call);
  const isGeneric = sdkCall === undefined;
  const service = sdkCall?.service ?? 'ucdn';
  const body = isGeneric ? genericCall(call) : typedCall(call);
  return `// go get github.com/ucloud/ucloud-sdk-go
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	"github.com/ucloud/ucloud-sdk-go/services/${service}"
	"github.com/ucloud/ucloud-sdk-go/ucloud"
	"github.com/ucloud/ucloud-sdk-go/ucloud/auth"
)

func main() {
	cfg := ucloud.NewConfig()
	cfg.BaseUrl = ${quoted(call.endpoint)}
	credential := auth.NewCredential()
	credential.PublicKey = os.Getenv(${quoted(variables.publicKey)})
	credential.PrivateKey = os.Getenv(${quoted(variables.privateKey)})
${call.hasToken ? `\tcredential.SecurityToken = os.Getenv(${quoted(variables.securityToken)})\n` : ''}	client := ${service}.NewClient(&cfg, &credential)

${body}
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.MarshalIndent(${isGeneric ? 'answer.GetPayload()' : 'answer'}, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}
`;
}

function typedCall({ action, request }: SampleCall): string {
  const fields = Object.entries(request).map(([name, value]) => `\trequest.${name} = ${pointer(value)}\n`);
  return `	request := client.New${action}Request()
${fields.join('')}	answer, err := client.${action}(request)`;
}

function genericCall({ action, request }: SampleCall): string {
  const members = [['Action', action] as const, ...Object.entries(request)].map(
    ([name, value]) => `\t\t${quoted(name)}: ${literal(value, '\t\t')},\n`,
  );
  return `	request := client.NewGenericRequest()
	if err := request.SetPayload(map[string]interface{}{
${members.join('')}	}); err != nil {
		log.Fatal(err)
	}
	answer, err := client.GenericInvoke(request)`;
}

/** As the fields of the SDK's requests hold it. */
function pointer(value: Value): string {
  if (typeof value === 'boolean') return `ucloud.Bool(${value})`;
  if (typeof value === 'number') return `ucloud.Int(${value})`;
  return typeof value === 'string' ? `ucloud.String(${quoted(value)})` : literal(value, '\t');
}

function literal(value: Value, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  return `[]string{\n${value.map((element) => `${indent}\t${quoted(element)},\n`).join('')}${indent}}`;
}
