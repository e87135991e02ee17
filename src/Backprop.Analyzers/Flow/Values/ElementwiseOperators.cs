using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>The operators of the base class library that hand a function the elements of containers one by one, in their order.</summary>
internal static class ElementwiseOperators
{
    /// <summary>How many containers come before the function; 0 of other methods.</summary>
    public static int SourcesOf(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty ? 0 : (method.ContainingType?.Name, method.Name) switch
    {
        ("Enumerable" or "ParallelEnumerable", "Select" or "Sum" or "Average") => 1,
        ("Array", "ConvertAll") => 1,
        ("Enumerable", "Zip") => 2,
        _ => 0,
    };

    /// <summary>
    /// Is the lambda run where it stands, and not later or never? <c>z.Select((v, i) => ...).ToArray()</c>: a query that something consumes at once.
    /// </summary>
    public static bool RunsAtOnce(IAnonymousFunctionOperation lambda) =>
        (lambda.Parent is IDelegateCreationOperation made ? made.Parent : lambda.Parent) is IArgumentOperation { Parent: IInvocationOperation call }
        && SourcesOf(call.TargetMethod) > 0 && IsConsumed(call);

    /// <summary>The query whose results one call puts into a new array or list, in their order: <c>z.Select(f)</c> of <c>z.Select(f).ToArray()</c>.</summary>
    public static IInvocationOperation? QueryIn(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "ConvertAll" => call,
        "ToArray" or "ToList" when call is { TargetMethod: { ContainingType.Name: "Enumerable", DeclaringSyntaxReferences.IsEmpty: true }, Arguments: [var query] } => query.Value.Inner() as IInvocationOperation,
        _ => null,
    };

    private static bool IsConsumed(IInvocationOperation query)
    {
        for (var current = query; ;)
        {
            if (current.TargetMethod.Name is "ConvertAll" or "ToArray" or "ToList" or "Sum" or "Average" or "Max" or "Min" or "Count" or "Aggregate") return true;
            if (Outer(current) is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" or "ParallelEnumerable", DeclaringSyntaxReferences.IsEmpty: true } } next }) return false;
            current = next;
        }
    }

    private static IOperation? Outer(IOperation operation)
    {
        var outer = operation.Parent;
        while (outer is IConversionOperation or IParenthesizedOperation) outer = outer.Parent;
        return outer;
    }
}
