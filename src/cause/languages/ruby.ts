import type { Frame, Language } from "./language.ts";

/** ``/var/task/app.rb:12:in `handler'``, since Ruby 3.4 with a plain quote and the class. */
const FRAME = /^(?:from )?([^\s:]{1,400}\.rb):(\d{1,7})(?::in [`'](?:block (?:\(\d+ levels\) )?in )?([^'`]{1,200})')?/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (found === null) return null;
  const [, file = "", row = "", name = null] = found;
  return { function: name, file, line: Number(row), at: file };
}

/** https://docs.aws.amazon.com/sdk-for-ruby/v3/developer-guide/error-handling.html: a class for each code, and the message as it is. */
export const ruby: Language = {
  name: "Ruby",
  wordings: [
    [/^NoMemoryError\b/, "memory"],
    [/^(?:Function|Init)<(?:LoadError|NameError)>|^LoadError\b|Init error when loading handler/, "code", "init"],
    [/\bSocketError: getaddrinfo|\bFailed to open TCP connection to [^\n]{0,200}getaddrinfo/, "dependency", "dns"],
    [/\bOpenSSL::SSL::SSLError\b/, "dependency", "tls"],
    [/\b(?:Net::(?:Open|Read)Timeout|Faraday::TimeoutError|Timeout::Error)\b/, "timeout"],
    [/\b(?:Errno::ECONN\w+|Seahorse::Client::NetworkingError|Faraday::ConnectionFailed)\b/, "dependency", "connection"],
    [/\bAws::Errors::MissingCredentialsError\b/, "permission", "credentials"],
    [/^(?:Function<)?(?:NoMethodError|NameError|ZeroDivisionError|FrozenError)\b/, "code"],
  ],
  frame,
  library: /\/gems\/|^\/opt\/|^\/var\/(?:runtime|lang)\/|\/lib\/ruby\/|^<internal:/,
};
