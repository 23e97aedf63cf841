using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Adds the reading and writing of forms.</summary>
public static class FormRegistration
{
    /// <summary>Adds the readers (<see cref="FormReaders"/>) and the writers (<c>IEnumerable&lt;IFormWriter&gt;</c>, by content type).</summary>
    public static IServiceCollection AddForms(this IServiceCollection services) => services
        .AddSingleton<IFormReader, PdfFormReader>()
        .AddSingleton<IFormReader, DocxFormReader>()
        .AddSingleton<FormReaders>()
        .AddSingleton<IFormWriter, PdfFormWriter>()
        .AddSingleton<IFormWriter, DocxFormWriter>();
}
