using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RegionSud.AiWorkflow;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<AccessMiddleware>();
builder.ConfigureDurableWorker().AddTasks(Process.Register);

builder.Services.AddCharterProcess(builder.Configuration);
builder.Services.AddAuthentication(AppServiceAuthentication.SchemeName)
    .AddScheme<AuthenticationSchemeOptions, AppServiceAuthentication>(AppServiceAuthentication.SchemeName, null);
// Above what the forms allow, the worker itself would answer a bare 500: let the request in, so that the page can say what to do.
builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = RequestLimits.Body);
builder.Services.Configure<FormOptions>(options => options.MultipartBodyLengthLimit = RequestLimits.Body);

builder.Build().Run();
