using LsKdWeb.Cli;
using LsKdWeb.Hosting;

ProductCulture.Use();
return await CommandLine.RunAsync(args);
