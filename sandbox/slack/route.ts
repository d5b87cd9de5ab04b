import type { AppLink } from "./delivery/app-link.ts";
import { answerPage } from "./page-server.ts";
import { answerCall, type WebApi } from "./web-api/answer-call.ts";
import { answerResponseUrl } from "./web-api/answer-response-url.ts";
import { downloadFile, receiveUpload } from "./web-api/files.ts";

/** Which part of Slack a request is for; the page answers what nobody else does. */
export async function route(api: WebApi, link: AppLink, request: Request): Promise<Response> {
  const { workspace, faults } = api;
  const [, first, second = "", third = ""] = new URL(request.url).pathname.split("/");
  switch (first) {
    case "api":
      return await answerCall(api, second, request);
    case "actions":
      return await answerResponseUrl(workspace, faults, third, request);
    case "upload":
      return await receiveUpload(request, third, workspace);
    case "files-pri":
      return downloadFile(request, second, workspace);
    default:
      return await answerPage(workspace, link, request);
  }
}
