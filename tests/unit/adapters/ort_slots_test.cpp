#include <gtest/gtest.h>

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "onnxruntime/ort_api.h"

namespace bakeoff::adapters::ort {
namespace {

// The first entries of struct OrtApi in the order of the public header onnxruntime_c_api.h: the same, with
// the same parameters, in the headers of thirteen releases from 1.16 to 1.29, read entry by entry.
constexpr const char* kOrder =
    "CreateStatus GetErrorCode GetErrorMessage CreateEnv CreateEnvWithCustomLogger EnableTelemetryEvents "
    "DisableTelemetryEvents CreateSession CreateSessionFromArray Run CreateSessionOptions "
    "SetOptimizedModelFilePath CloneSessionOptions SetSessionExecutionMode EnableProfiling "
    "DisableProfiling EnableMemPattern DisableMemPattern EnableCpuMemArena DisableCpuMemArena "
    "SetSessionLogId SetSessionLogVerbosityLevel SetSessionLogSeverityLevel "
    "SetSessionGraphOptimizationLevel SetIntraOpNumThreads SetInterOpNumThreads CreateCustomOpDomain "
    "CustomOpDomain_Add AddCustomOpDomain RegisterCustomOpsLibrary SessionGetInputCount "
    "SessionGetOutputCount SessionGetOverridableInitializerCount SessionGetInputTypeInfo "
    "SessionGetOutputTypeInfo SessionGetOverridableInitializerTypeInfo SessionGetInputName "
    "SessionGetOutputName SessionGetOverridableInitializerName CreateRunOptions "
    "RunOptionsSetRunLogVerbosityLevel RunOptionsSetRunLogSeverityLevel RunOptionsSetRunTag "
    "RunOptionsGetRunLogVerbosityLevel RunOptionsGetRunLogSeverityLevel RunOptionsGetRunTag "
    "RunOptionsSetTerminate RunOptionsUnsetTerminate CreateTensorAsOrtValue "
    "CreateTensorWithDataAsOrtValue IsTensor GetTensorMutableData FillStringTensor "
    "GetStringTensorDataLength GetStringTensorContent CastTypeInfoToTensorInfo GetOnnxTypeFromTypeInfo "
    "CreateTensorTypeAndShapeInfo SetTensorElementType SetDimensions GetTensorElementType "
    "GetDimensionsCount GetDimensions GetSymbolicDimensions GetTensorShapeElementCount "
    "GetTensorTypeAndShape GetTypeInfo GetValueType CreateMemoryInfo CreateCpuMemoryInfo "
    "CompareMemoryInfo MemoryInfoGetName MemoryInfoGetId MemoryInfoGetMemType MemoryInfoGetType "
    "AllocatorAlloc AllocatorFree AllocatorGetInfo GetAllocatorWithDefaultOptions "
    "AddFreeDimensionOverride GetValue GetValueCount CreateValue CreateOpaqueValue GetOpaqueValue "
    "KernelInfoGetAttribute_float KernelInfoGetAttribute_int64 KernelInfoGetAttribute_string "
    "KernelContext_GetInputCount KernelContext_GetOutputCount KernelContext_GetInput "
    "KernelContext_GetOutput ReleaseEnv ReleaseStatus ReleaseMemoryInfo ReleaseSession ReleaseValue "
    "ReleaseRunOptions ReleaseTypeInfo ReleaseTensorTypeAndShapeInfo ReleaseSessionOptions "
    "ReleaseCustomOpDomain GetDenotationFromTypeInfo CastTypeInfoToMapTypeInfo "
    "CastTypeInfoToSequenceTypeInfo GetMapKeyType GetMapValueType GetSequenceElementType "
    "ReleaseMapTypeInfo ReleaseSequenceTypeInfo SessionEndProfiling SessionGetModelMetadata "
    "ModelMetadataGetProducerName ModelMetadataGetGraphName ModelMetadataGetDomain "
    "ModelMetadataGetDescription ModelMetadataLookupCustomMetadataMap ModelMetadataGetVersion "
    "ReleaseModelMetadata CreateEnvWithGlobalThreadPools DisablePerSessionThreads CreateThreadingOptions "
    "ReleaseThreadingOptions ModelMetadataGetCustomMetadataMapKeys AddFreeDimensionOverrideByName "
    "GetAvailableProviders ReleaseAvailableProviders GetStringTensorElementLength GetStringTensorElement "
    "FillStringTensorElement AddSessionConfigEntry CreateAllocator ReleaseAllocator RunWithBinding "
    "CreateIoBinding ReleaseIoBinding BindInput BindOutput BindOutputToDevice GetBoundOutputNames "
    "GetBoundOutputValues ";

TEST(OrtSlots, AreThoseOfThePublicHeader) {
  std::istringstream words(kOrder);
  const std::vector<std::string> order{std::istream_iterator<std::string>(words), {}};
#define BAKEOFF_EXPECT_SLOT(slot, name, result, parameters) EXPECT_EQ(order.at(slot), #name);
  BAKEOFF_ORT_FUNCTIONS(BAKEOFF_EXPECT_SLOT)
#undef BAKEOFF_EXPECT_SLOT
}

}  // namespace
}  // namespace bakeoff::adapters::ort
