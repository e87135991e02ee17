using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

internal sealed partial class ValueWalker
{
    /// <summary>What a lambda returns, in terms of its parameters, and the last serial number before it was looked into.</summary>
    private readonly Dictionary<IOperation, (Term Value, int First)> results = [];

    // Parallel.For(0, n, i => ...): the body runs any number of times.
    private void RunFunctions(Term[] arguments)
    {
        foreach (var function in arguments.OfType<Function>())
            if (function.Operation is IAnonymousFunctionOperation lambda)
            {
                Iterate(lambda, lambda.Symbol.Parameters.FirstOrDefault(), () => RunBody(lambda.Body));
            }
    }

    /// <summary>
    /// What a lambda or local function computes: memory is seen as it was when the function was made. Whether it still is so
    /// when the function runs is for those to decide who draw a conclusion from it; <see cref="Evaluation.Function"/> says so.
    /// </summary>
    private void LookInto(IOperation function, IBlockOperation? body)
    {
        if (frame.Caller is not null || quiet || body is null) return;
        var (before, reachable, first) = (state, frame.Reachable, serial);
        ForgetWrites(function);
        var returned = RunBody(body);
        (state, frame.Reachable) = (before, reachable);
        if (returned is [var only]) results[function] = (only, first);
    }

    private Term[] RunBody(IBlockOperation body)
    {
        var (exits, returned) = (frame.Exits.Count, frame.Returned.Count);
        Execute(body);
        var results = frame.Returned.Skip(returned).Distinct().ToArray();
        frame.Exits.RemoveRange(exits, frame.Exits.Count - exits);
        frame.Returned.RemoveRange(returned, frame.Returned.Count - returned);
        frame.Reachable = true;
        return results;
    }
}
