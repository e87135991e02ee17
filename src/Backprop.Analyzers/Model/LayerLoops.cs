using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Loops over the layers of a stack, each with weights of its own behind the same names. Which of them are a state's and which
/// a layer's is not told apart, so nothing is claimed of what is found here.
/// </summary>
internal static class LayerLoops
{
    public static bool Contain(ILoopOperation loop) => IsInside(loop) || IsOver(loop);

    // for (l...) { Backward(layers[l]) { for (t...) } }: a loop around picks what this one works on.
    private static bool IsInside(IOperation loop)
    {
        var around = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var outer = loop.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILoopOperation enclosing) around.UnionWith(enclosing.Locals);
        return around.Count > 0 && loop.Descendants().Any(operation => operation is ILocalReferenceOperation local && around.Contains(local.Local)
            && operation.Parent is IArgumentOperation { Parent: IInvocationOperation });
    }

    // layers[l].Backward(...) through a virtual member: what differs in kind from one to the next are layers, not steps.
    private static bool IsOver(ILoopOperation loop)
    {
        var picked = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var local } declarator when IsPicked(declarator.GetVariableInitializer()?.Value, loop, picked):
                    picked.Add(local);
                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } local } pattern when IsPicked(Subject(pattern), loop, picked):
                    picked.Add(local);
                    break;
                case IInvocationOperation { IsVirtual: true, Instance: { } receiver } when IsPicked(receiver, loop, picked):
                    return true;
            }
        }

        return false;
    }

    private static IOperation? Subject(IOperation pattern)
    {
        for (var outer = pattern.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IIsPatternOperation test) return test.Value;
            if (outer is ISwitchOperation choice) return choice.Value;
            if (outer is ISwitchExpressionOperation expression) return expression.Value;
        }

        return null;
    }

    private static bool IsPicked(IOperation? value, ILoopOperation loop, HashSet<ISymbol> picked) => value switch
    {
        IConversionOperation conversion => IsPicked(conversion.Operand, loop, picked),
        ILocalReferenceOperation local => picked.Contains(local.Local),
        IArrayElementReferenceOperation element => IsSourceClass(element.Type) && element.Indices.Any(index => IsCounter(index, loop)),
        IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer =>
            IsSourceClass(indexer.Type) && indexer.Arguments.Any(argument => IsCounter(argument.Value, loop)),
        _ => false,
    };

    private static bool IsSourceClass(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Interface } && type.IsFromSource();

    private static bool IsCounter(IOperation index, ILoopOperation loop) => index.DescendantsAndSelf()
        .Any(operation => operation is ILocalReferenceOperation local && loop.Locals.Contains(local.Local));
}
