using System.CommandLine;
using LsKdWeb.Cli;
using LsKdWeb.Hosting;

ProductCulture.Use();
var patient = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) };
var parsed = RootCommandFactory.Create().Parse(args);
var code = await parsed.InvokeAsync(patient);
return parsed.Errors.Count > 0 ? ExitCodes.BadUsage : code;
