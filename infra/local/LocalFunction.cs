using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace RegionSud.AiWorkflow.Local;

/// <summary>A function of the app, found by its attributes: the local host serves what exists, and has no routes of its own for it.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Method">Its method.</param>
/// <param name="Trigger">Its trigger's attribute.</param>
/// <param name="Parameter">The parameter that carries the trigger.</param>
public sealed record LocalFunction(string Name, MethodInfo Method, Attribute Trigger, ParameterInfo Parameter)
{
    /// <summary>Every function of an assembly that has an HTTP, timer or blob trigger.</summary>
    public static IReadOnlyList<LocalFunction> AllOf(Assembly assembly) =>
    [
        .. from type in assembly.GetExportedTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let name = method.GetCustomAttribute<FunctionAttribute>()?.Name
           where name is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttributes().FirstOrDefault(IsServed)
           where trigger is not null
           select new LocalFunction(name, method, trigger, parameter),
    ];

    /// <summary>Calls the function on a new instance of its class, in a scope of its own, as the Functions worker does.</summary>
    /// <param name="services">Services of the scope.</param>
    /// <param name="argument">Gives the argument of a parameter that is not a service.</param>
    public async Task<object?> InvokeAsync(IServiceProvider services, Func<ParameterInfo, object?> argument)
    {
        var target = ActivatorUtilities.CreateInstance(services, Method.DeclaringType!);
        var arguments = Method.GetParameters().Select(parameter =>
            parameter.GetCustomAttribute<DurableClientAttribute>() is null ? argument(parameter) : services.GetRequiredService(parameter.ParameterType));
        var result = Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
        if (result is not Task task)
            return result;
        await task;
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }

    private static bool IsServed(Attribute attribute) => attribute is HttpTriggerAttribute or TimerTriggerAttribute or BlobTriggerAttribute;
}
