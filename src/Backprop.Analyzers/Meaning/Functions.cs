using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>A lambda, a method group or a delegate, with what it captures.</summary>
internal sealed class FunctionDatum(IMethodSymbol method, IOperation? body, Datum? receiver, Frame? scope, bool isVirtual) : Datum
{
    public IMethodSymbol Method { get; } = method;

    /// <summary>The body of a lambda; methods are looked up.</summary>
    public IOperation? Body { get; } = body;

    public Datum? Receiver { get; } = receiver;

    public Frame? Scope { get; } = scope;

    public bool IsVirtual { get; } = isVirtual;
}
