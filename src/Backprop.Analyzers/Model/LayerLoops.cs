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

    // layers[l].Backward(...) through a virtual member: what differs in kind from one to the next are layers, not steps. And
    // layers[l].Neurons[i].Function.Derivative(...): where each unit has a function of its own, what it is a unit of is a layer.
    private static bool IsOver(ILoopOperation loop)
    {
        var picked = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var units = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.Body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Symbol: var local } declarator when IsPicked(declarator.GetVariableInitializer()?.Value, loop, picked):
                    picked.Add(local);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: { } value } when IsPicked(value, loop, picked):
                    picked.Add(local);
                    break;
                case IVariableDeclaratorOperation { Symbol: var local } declarator when IsUnit(declarator.GetVariableInitializer()?.Value, loop, picked, units):
                    units.Add(local);
                    break;
                case IDeclarationPatternOperation { DeclaredSymbol: { } local } pattern when IsPicked(Subject(pattern), loop, picked):
                    picked.Add(local);
                    break;
                case IInvocationOperation { IsVirtual: true, Instance: { } receiver } when IsPicked(receiver, loop, picked) || IsOfUnit(receiver, loop, picked, units):
                    return true;
            }
        }

        return false;
    }

    // Function of layer.Neurons[i].Function
    private static bool IsOfUnit(IOperation receiver, ILoopOperation loop, HashSet<ISymbol> picked, HashSet<ISymbol> units) =>
        receiver is IMemberReferenceOperation { Instance: { } owner } && IsUnit(owner, loop, picked, units);

    // layer.Neurons[i]
    private static bool IsUnit(IOperation? value, ILoopOperation loop, HashSet<ISymbol> picked, HashSet<ISymbol> units) => value?.Inner() switch
    {
        ILocalReferenceOperation local => units.Contains(local.Local),
        IArrayElementReferenceOperation { ArrayReference: IMemberReferenceOperation { Instance: { } layer } } element => IsSourceClass(element.Type) && IsPicked(layer.Inner(), loop, picked),
        IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: IMemberReferenceOperation { Instance: { } layer } } indexer => IsSourceClass(indexer.Type) && IsPicked(layer.Inner(), loop, picked),
        _ => false,
    };

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
