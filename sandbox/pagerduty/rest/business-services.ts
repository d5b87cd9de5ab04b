import type { Account } from "../account.ts";
import type { BusinessService } from "../directory.ts";
import { notFound } from "../refusal.ts";
import { reference } from "../resources/reference.ts";
import { type Call, ok, type Reply, type Route } from "./call.ts";
import { paged } from "./query.ts";

/** https://developer.pagerduty.com/api-reference/: Business Services, Service Dependencies. Both are read only here. */
export const businessServiceRoutes: readonly Route[] = [
  { method: "GET", path: "/business_services", answer: all },
  { method: "GET", path: "/business_services/{id}", answer: one },
  { method: "GET", path: "/service_dependencies/technical_services/{id}", answer: ofTechnical },
  { method: "GET", path: "/service_dependencies/business_services/{id}", answer: ofBusiness },
];

function all({ account, query }: Call): Reply {
  const services = [...account.directory.businessServices.values()];
  return ok(paged(query, "business_services", services, (service) => resource(account, service)));
}

function one({ account, id }: Call): Reply {
  return ok({ business_service: resource(account, known(account, id)) });
}

/** Immediate dependencies, in both directions: technical services depend on none here. */
function ofTechnical({ account, id }: Call): Reply {
  if (!account.directory.services.has(id)) throw notFound();
  const dependent = [...account.directory.businessServices.values()].filter(({ supportedBy }) =>
    supportedBy.includes(id),
  );
  return ok({ relationships: dependent.map((service) => relationship(service, id)) });
}

function ofBusiness({ account, id }: Call): Reply {
  const service = known(account, id);
  return ok({ relationships: service.supportedBy.map((supporting) => relationship(service, supporting)) });
}

function known({ directory }: Account, id: string): BusinessService {
  const service = directory.businessServices.get(id);
  if (service === undefined) throw notFound();
  return service;
}

function relationship({ id }: BusinessService, supporting: string): object {
  return {
    id: `D${id.slice(1)}${supporting.slice(1)}`,
    type: "service_dependency",
    supporting_service: { id: supporting, type: "technical_service_reference" },
    dependent_service: { id, type: "business_service_reference" },
  };
}

function resource(account: Account, { id, name }: BusinessService): object {
  return {
    ...reference(account, "business_service", "business_services", { id, summary: name }),
    name,
    description: null,
    point_of_contact: null,
    team: null,
  };
}
