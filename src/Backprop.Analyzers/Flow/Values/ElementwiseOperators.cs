using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>The operators of the base class library that hand a function the elements of containers one by one, in their order.</summary>
internal static class ElementwiseOperators
{
    private const string Queries = "System.Linq.Enumerable";

    /// <summary>How many containers come before the function; 0 of other methods.</summary>
    public static int SourcesOf(IMethodSymbol method) => method.Name switch
    {
        "Select" or "Sum" or "Average" when IsOfQueries(method) => 1,
        "ConvertAll" when method.IsStatic && MetadataNames.Of(method.ContainingType) == "System.Array" => 1,
        "Zip" when IsOfQueries(method) => 2,
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
        "ConvertAll" when SourcesOf(call.TargetMethod) > 0 => call,
        "ToArray" or "ToList" when call.Arguments is [var query] && MetadataNames.Of(call.TargetMethod.ContainingType) == Queries
            && query.Value.Inner() is IInvocationOperation inner && SourcesOf(inner.TargetMethod) > 0 => inner,
        _ => null,
    };

    private static bool IsConsumed(IInvocationOperation query)
    {
        for (var current = query; ;)
        {
            if (current.TargetMethod.Name is "ConvertAll" or "ToArray" or "ToList" or "Sum" or "Average" or "Max" or "Min" or "Count" or "Aggregate") return true;
            if (current.Outer() is not IArgumentOperation { Parent: IInvocationOperation next } || !IsOfQueries(next.TargetMethod)) return false;
            current = next;
        }
    }

    private static bool IsOfQueries(IMethodSymbol method) => MetadataNames.Of(method.ContainingType) is Queries or "System.Linq.ParallelEnumerable";
}
