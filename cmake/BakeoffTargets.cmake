# The three kinds of target this project has, so that every CMakeLists.txt is a list of sources.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

find_program(BAKEOFF_CCACHE ccache)
if(BAKEOFF_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${BAKEOFF_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${BAKEOFF_CCACHE})
endif()

# Everything that a person runs lies in one folder, the adapters in one below it:
# build/release/bakeoff, build/release/bakeoff-worker, build/release/adapters/onnxruntime.so
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

function(bakeoff_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                           $<$<BOOL:${BAKEOFF_WERROR}>:-Werror>)
  if(BAKEOFF_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${BAKEOFF_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${BAKEOFF_SANITIZE})
  endif()
endfunction()

# bakeoff_library(NAME SOURCES a.cpp ... [DEPENDS lib ...]): a static library of src/, included as "<folder>/<file>.h".
function(bakeoff_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
  bakeoff_options(${name})
endfunction()

# bakeoff_adapter(NAME SOURCES a.cpp ... [DEPENDS lib ...]): adapters/NAME.so beside the program.
function(bakeoff_adapter name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(adapter-${name} MODULE ${ARG_SOURCES})
  target_include_directories(adapter-${name} PRIVATE "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(adapter-${name} PRIVATE ${CMAKE_DL_LIBS} ${ARG_DEPENDS})
  set_target_properties(adapter-${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
                                                   LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/adapters")
  bakeoff_options(adapter-${name})
  set_property(GLOBAL APPEND PROPERTY BAKEOFF_ADAPTERS adapter-${name})
endfunction()

# bakeoff_installed_adapter(SOURCES a.cpp a.h ...): an adapter that is not compiled here but when its runtime is installed;
# src/runtimes embeds its sources in the program.
function(bakeoff_installed_adapter)
  cmake_parse_arguments(ARG "" "" "SOURCES" ${ARGN})
  foreach(source IN LISTS ARG_SOURCES)
    get_filename_component(file "${source}" ABSOLUTE)
    set_property(GLOBAL APPEND PROPERTY BAKEOFF_INSTALLED_ADAPTERS "${file}")
  endforeach()
endfunction()

# bakeoff_test(NAME SOURCES a.cpp ... [DEPENDS lib ...] [LABELS l ...] [TIMEOUT s] [SERIAL]): one GoogleTest program, run by ctest.
function(bakeoff_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock_main)
  target_compile_definitions(${name} PRIVATE BAKEOFF_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             BAKEOFF_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  bakeoff_options(${name})
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(BAKEOFF_SANITIZE)
    math(EXPR ARG_TIMEOUT "5 * ${ARG_TIMEOUT}")
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
